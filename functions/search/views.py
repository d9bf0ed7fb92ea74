"""The shapes of the search's answers."""

from typing import Literal

from functions.catalog.for_search import StoreProductView
from shared.http import Listed, View


class HighlightsView(View):
    """Where the words stand, as HTML: all of it escaped, the words in `<mark>`. null where none of them does."""

    title: str | None
    description: str | None


class FoundView(View):
    """A product that was found, as the store shows it now."""

    object: Literal["search_result"] = "search_result"
    product: StoreProductView
    highlights: HighlightsView


class FacetValueView(View):
    """A value, and how many products of the answer have it. name: of the option, where it is one's value."""

    value: str
    label: str
    name: str | None
    products_count: int


class PriceRangeView(View):
    """How many products cost from so much to so much, the end not included; null: without end."""

    from_amount: int
    to_amount: int | None
    products_count: int


class FacetsView(View):
    """What the found products have, with counts. A facet counts as if its own filter were not set."""

    collections: list[FacetValueView]
    tags: list[FacetValueView]
    options: list[FacetValueView]
    prices: list[PriceRangeView]
    in_stock_count: int


class SearchView(Listed[FoundView]):
    """What was found, best first.

    match: whether all words were found, or only some of them. did_you_mean: the query with words as the shop has them,
    where some were taken for others. total: how many products there are. facets: null on further pages.
    """

    match: Literal["all", "some"]
    did_you_mean: str | None
    total: int
    facets: FacetsView | None
