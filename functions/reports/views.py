"""The API's shapes of the sales report, which are also the shape of its files."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from shared.http import CurrencyCode, Input, View

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

GroupBy = Literal["day", "country", "product", "variant"]


def _iso_day(given: object) -> object:
    """Only `2026-11-22`: a date's other forms, such as a number of seconds, would be a client's mistake."""
    if isinstance(given, str) and not _ISO_DAY.fullmatch(given):
        raise ValueError("must be a day such as 2026-11-22")
    return given


Day = Annotated[date, BeforeValidator(_iso_day)]


class SalesQuery(Input):
    """Which days, both included (UTC), and how they are grouped."""

    from_: Day = Field(alias="from")
    to: Day
    group_by: GroupBy = "day"
    currency: CurrencyCode | None = None
    format: Literal["json", "csv"] | None = None


class Figures(View):
    """Counts, and amounts in minor units of the currency.

    sales_total = gross_total − discount_total + shipping_total + tax_total: what the placed orders cost.
    total = sales_total − refunded_total. What was canceled is refunded, so canceled_total is in no sum.
    null: shipping and refunds belong to orders, so a product or a variant has none.
    """

    currency: str
    orders: int
    lines: int
    units: int
    gross_total: int
    discount_total: int
    net_total: int
    shipping_total: int | None = None
    tax_total: int
    sales_total: int
    refunded_total: int | None = None
    total: int | None = None
    canceled_orders: int
    canceled_total: int
    units_shipped: int
    units_delivered: int


class DayKey(View):
    """Which day, in UTC."""

    day: date


class CountryKey(View):
    """Where the orders went."""

    country: str


class ProductKey(View):
    """Which product; its title as it is now, null where it is gone."""

    product_id: str
    title: str | None = None


class VariantKey(View):
    """Which variant, and the SKU it was last sold as."""

    variant_id: str
    sku: str
    product_id: str
    title: str | None = None


class DayRow(Figures, DayKey):
    """A day's sales in one currency."""


class CountryRow(Figures, CountryKey):
    """A country's sales in one currency."""


class ProductRow(Figures, ProductKey):
    """A product's sales in one currency."""


class VariantRow(Figures, VariantKey):
    """A variant's sales in one currency."""


class SalesReport(View):
    """The sales of some days: a total for each currency, and the groups, by currency and then by what they brought."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    object: Literal["report"] = "report"
    report: Literal["sales"] = "sales"
    from_: date = Field(alias="from")
    to: date
    group_by: GroupBy
    currency: str | None
    totals: list[Figures]
    data: list[DayRow] | list[CountryRow] | list[ProductRow] | list[VariantRow]


class DaySummary(View):
    """All of a day's sales, as its JSON file shows it. Made of the facts alone: the same facts give the same bytes."""

    object: Literal["report"] = "report"
    report: Literal["sales"] = "sales"
    period: date
    facts: int
    inputs_hash: str
    totals: list[Figures]
    countries: list[CountryRow]
    products: list[ProductRow]
    variants: list[VariantRow]
