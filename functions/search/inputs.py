"""What shoppers may ask."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from shared.http import CurrencyCode, PageQuery
from shared.http.paging import digits
from shared.http.text import Text, required
from shared.money import AMOUNT_MAX

QUERY_MAX = 200  # characters
FILTERS_MAX = 500  # characters of a filter that names several

Sort = Literal["relevance", "price", "-price", "-created_at"]
Names = Annotated[str, StringConstraints(min_length=1, max_length=FILTERS_MAX)]
Bound = Annotated[int, Field(ge=0, le=AMOUNT_MAX), BeforeValidator(digits)]


class StoreSearch(PageQuery):
    """What to look for; a product is found where all of it holds. Without `q` it is all that the filters leave.

    collection, tag, options: one or several with commas between them, of which one must hold; options as the facets
    have them, `size:xl`, and of each option one. price_gte, price_lte, sort by price and the facet of prices: of the
    lowest price in `currency`.
    """

    q: Annotated[str, Text(QUERY_MAX)] = ""
    collection: Names | None = None
    tag: Names | None = None
    options: Names | None = None
    in_stock: Literal["true"] | None = None
    currency: CurrencyCode | None = None
    price_gte: Bound | None = None
    price_lte: Bound | None = None
    sort: Sort = "relevance"

    @model_validator(mode="after")
    def _has_currency(self) -> "StoreSearch":
        is_priced = self.price_gte is not None or self.price_lte is not None or "price" in self.sort
        if is_priced and self.currency is None:
            raise required("currency must say in which one prices are compared")
        return self


def named(names: str | None) -> list[str]:
    """The names that a filter lists, each once."""
    return [each for each in dict.fromkeys(map(str.strip, (names or "").split(","))) if each]
