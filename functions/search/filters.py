"""Filters, and what the found products have, counted."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from tantivy import FieldType, Occur, Query

from functions.search.document import PAIR, option_key, price_field
from functions.search.index_files import OpenIndex, found
from functions.search.inputs import StoreSearch, named
from functions.search.views import FacetsView, FacetValueView, PriceRangeView

VALUES_MAX = 50  # of a facet; a shop front shows ten
OPTION_VALUES_MAX = 200  # of all options together
RANGES = 5
STEPS = (1, 2, 5)

Filters = dict[str, Query]  # by what is filtered: `collections`, `tags`, `options:size`, `prices`, `in_stock`


def filters(index: OpenIndex, query: StoreSearch) -> Filters:
    """What must hold of a product besides the words."""
    schema = index.schema
    wanted: Filters = {}
    for field, names in (("collections", named(query.collection)), ("tags", named(query.tag))):
        if names:
            wanted[field] = Query.term_set_query(schema, field, names)
    by_option: dict[str, list[str]] = {}
    for key in named(query.options):
        by_option.setdefault(key.partition(":")[0], []).append(key)
    for option, keys in by_option.items():
        wanted[f"options:{option}"] = Query.term_set_query(schema, "option_keys", keys)
    if query.in_stock:
        wanted["in_stock"] = Query.term_query(schema, "in_stock", True)
    if (priced := _priced(index, query)) is not None:
        wanted["prices"] = priced
    return wanted


def _priced(index: OpenIndex, query: StoreSearch) -> Query | None:
    """The range of prices; where it is sorted by price, only what has one in this currency."""
    low, high = query.price_gte, query.price_lte
    if low is None and high is None and "price" not in query.sort:
        return None
    if query.currency not in index.currencies or (low is not None and high is not None and low > high):
        return Query.empty_query()
    field = price_field(str(query.currency))
    return Query.range_query(index.schema, field, FieldType.Unsigned, low or 0, high)


def filtered(question: Query, filters: Iterable[Query]) -> Query:
    """The question where all of these hold too; they add nothing to the rank."""
    musts = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, question), *musts]) if musts else question


def facets(index: OpenIndex, question: Query, chosen: Filters, currency: str | None) -> FacetsView:
    """What the found products have. A facet counts as if its own filter were not set."""
    counted = _counted(
        index, filtered(question, chosen.values()), currency, ("collections", "tags", "options", "prices")
    )
    _, stock = found(index, _with(index, question, chosen, "in_stock"), 1)
    for name in chosen:
        kind, _, option = name.partition(":")
        if kind == "in_stock":
            continue
        others = filtered(question, (each for other, each in chosen.items() if other != name))
        fresh = _counted(index, others, currency, (kind,))[kind]
        if option:
            mine = [each for each in fresh if each.value.startswith(f"{option}:")]
            fresh = mine + [each for each in counted[kind] if not each.value.startswith(f"{option}:")]
        counted[kind] = fresh
    return FacetsView(**counted, in_stock_count=stock)


def _with(index: OpenIndex, question: Query, chosen: Filters, name: str) -> Query:
    others = [each for other, each in chosen.items() if other != name]
    return filtered(question, [*others, Query.term_query(index.schema, "in_stock", True)])


def _counted(index: OpenIndex, query: Query, currency: str | None, kinds: Iterable[str]) -> dict[str, list[Any]]:
    wanted: dict[str, Any] = {}
    price = price_field(currency) if currency in index.currencies else None
    for kind in kinds:
        if kind != "prices":
            size = OPTION_VALUES_MAX if kind == "options" else VALUES_MAX
            wanted[kind] = {"terms": {"field": kind, "size": size}}
        elif price:
            wanted[kind] = {"stats": {"field": price}}
    answer = index.searcher.aggregate(query, wanted) if wanted else {}
    return {kind: _views(index, query, kind, answer.get(kind), price) for kind in kinds}


def _views(index: OpenIndex, query: Query, kind: str, answer: Mapping[str, Any] | None, price: str | None) -> list[Any]:
    if kind == "prices":
        return _ranges(index, query, str(price), answer) if answer and answer["count"] else []
    buckets = answer["buckets"] if answer else []
    return [_value(kind, str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]


def _value(kind: str, key: str, count: int) -> FacetValueView:
    if kind != "options":
        return FacetValueView(value=key, label=key, name=None, products_count=count)
    name, _, label = key.partition(PAIR)
    return FacetValueView(value=option_key(name, label), label=label, name=name, products_count=count)


def _ranges(index: OpenIndex, query: Query, price: str, stats: Mapping[str, Any]) -> list[PriceRangeView]:
    edges = price_edges(int(stats["min"]), int(stats["max"]))
    asked = [{"from": low, "to": high} for low, high in pairwise(edges)]
    asked.append({"from": edges[-1]})
    answer = index.searcher.aggregate(query, {"prices": {"range": {"field": price, "ranges": asked}}})
    return [
        PriceRangeView(
            from_amount=int(bucket["from"]),
            to_amount=int(bucket["to"]) if "to" in bucket else None,
            products_count=int(bucket["doc_count"]),
        )
        for bucket in answer["prices"]["buckets"]
        if bucket["doc_count"] and "from" in bucket
    ]


def price_edges(lowest: int, highest: int) -> list[int]:
    """Where the ranges begin: round amounts, about as many as RANGES. In minor units."""
    width = max(1, (highest - lowest) // RANGES)
    power = 10 ** (len(str(width)) - 1)
    step = next((power * each for each in STEPS if power * each >= width), power * 10)
    first = lowest // step * step
    return list(range(first, highest + 1, step)) or [first]
