"""Find products by words: the index says which and in which order, the catalog how they are."""

from difflib import SequenceMatcher
from typing import Any

from tantivy import Order, Query

from functions.catalog.for_search import StoreProductView, shown_in_store
from functions.search.ask import Asked, How, asked, question
from functions.search.document import price_field
from functions.search.filters import facets, filtered, filters
from functions.search.highlight import Marker, is_near
from functions.search.index_files import OpenIndex, found
from functions.search.inputs import StoreSearch
from functions.search.read_index import current_index
from functions.search.views import FoundView, HighlightsView, SearchView
from functions.search.words import words
from shared import telemetry
from shared.dynamo import Page
from shared.http import Paging, Reply, Request

WINDOW_MAX = 1000  # products that can be paged through: nobody looks further, and each page costs all before it
TITLES_ASKED = 5  # of the best products, for the word that was meant


def find_in_store(request: Request, query: StoreSearch) -> Reply[SearchView]:
    """A page of what was found. Raises NoIndex, BadCursor."""
    paging = Paging(request, query)
    index = current_index()
    tokens = asked(index, query.q)
    chosen = filters(index, query)
    asking, is_all = _question(index, query, tokens, list(chosen.values()))
    whole = filtered(asking, chosen.values())
    begin = int(paging.after["begin"]) if paging.after else 0
    products, total, page = _page(index, whole, query, paging.limit, begin)
    marker = Marker(index, tokens)
    if query.q and not total:
        telemetry.count("SearchesWithoutResult")
    view = SearchView(
        data=[_found(each, marker) for each in products],
        match="all" if is_all else "some",
        did_you_mean=_meant(index, whole, tokens),
        total=total,
        facets=None if begin else facets(index, asking, chosen, query.currency),
        **paging.next(page),
    )
    return Reply(view)


def _question(index: OpenIndex, query: StoreSearch, tokens: list[Asked], chosen: list[Query]) -> tuple[Query, bool]:
    """What all words are asked by; where no product has them all, what has most of them."""
    if not query.q:
        return Query.all_query(), True
    if not tokens:
        return Query.empty_query(), True
    needed = sum(not each.is_optional for each in tokens) or len(tokens)
    for missing in range(needed // 2 + 1):
        some = question(index, query.q, tokens, missing)
        if found(index, filtered(some, chosen), 1)[1]:
            return some, missing == 0
    return Query.empty_query(), True


def _page(
    index: OpenIndex, whole: Query, query: StoreSearch, limit: int, begin: int
) -> tuple[list[StoreProductView], int, Page]:
    """The products of a page, how many there are in all, and where the next page begins.

    What was withdrawn since the index was built is not shown; others come in its place.
    """
    products: list[StoreProductView] = []
    total = 0
    while len(products) < limit and begin < WINDOW_MAX:
        most = min(limit - len(products), WINDOW_MAX - begin)
        ids, total = _ids(index, whole, query, most, begin)
        products += shown_in_store(ids) if ids else []
        begin += len(ids)
        if len(ids) < most:
            break
    has_more = begin < min(total, WINDOW_MAX)
    return products, total, Page([], {"begin": str(begin)} if has_more else None)


def _ids(index: OpenIndex, whole: Query, query: StoreSearch, most: int, begin: int) -> tuple[list[str], int]:
    how: dict[str, Any] = {}
    if "price" in query.sort:
        if query.currency not in index.currencies:
            return [], 0
        order = Order.Desc if query.sort.startswith("-") else Order.Asc
        how = {"order_by_field": price_field(str(query.currency)), "order": order}
    elif query.sort == "-created_at" or not query.q:
        how = {"order_by_field": "made_at"}
    else:
        how = {"weight_by_field": "lift"}
    places, total = found(index, whole, most, offset=begin, **how)
    return [str(index.searcher.doc(place).get_first("id")) for place in places], total


def _found(product: StoreProductView, marker: Marker) -> FoundView:
    return FoundView(
        product=product,
        highlights=HighlightsView(title=marker.marked(product.title), description=marker.snippet(product.description)),
    )


def _meant(index: OpenIndex, whole: Query, tokens: list[Asked]) -> str | None:
    """What was typed with the shop's own words for those that were misspelt; None where none was."""
    if all(each.how is not How.MISSPELT for each in tokens):
        return None
    best, _ = found(index, whole, TITLES_ASKED)
    said = {word for place in best for word in words(str(index.searcher.doc(place).get_first("shown")))}
    meant = [_nearest(each.typed, said) if each.how is How.MISSPELT else each.typed for each in tokens]
    return " ".join(meant) if meant != [each.typed for each in tokens] else None


def _nearest(typed: str, said: set[str]) -> str:
    """The word that is most like it; itself where none is near."""
    word = "".join(words(typed))
    near = [other for other in said if is_near(other, word)]
    return max(near, key=lambda other: (SequenceMatcher(None, other, word).ratio(), other), default=typed)
