"""Counts as the rows that people read. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from functions.reports.counts import Counts, Group
from functions.reports.tally import Tally
from functions.reports.views import CountryRow, DayRow, Figures, ProductRow, VariantRow

Titles = Mapping[str, str]  # of products, by id


def totals(counts: Counts, currency: str | None = None) -> list[Figures]:
    """Everything, a row for each currency."""
    return [Figures(**_figures(*each)) for each in counts.of("all", currency)]


def days(counted: Iterable[tuple[date, Counts]], currency: str | None = None) -> list[DayRow]:
    """A row for each currency and day with sales, by currency and then by day."""
    rows = [DayRow(day=day, **_figures(*each)) for day, counts in counted for each in counts.of("all", currency)]
    return sorted(rows, key=lambda row: (row.currency, row.day))


def countries(counts: Counts, currency: str | None = None) -> list[CountryRow]:
    """A row for each country that orders went to."""
    return [CountryRow(country=group.key, **_figures(group, tally)) for group, tally in counts.of("country", currency)]


def products(counts: Counts, titles: Titles, currency: str | None = None) -> list[ProductRow]:
    """A row for each product that was sold."""
    return [
        ProductRow(product_id=group.key, title=titles.get(group.key), **_figures(group, tally))
        for group, tally in counts.of("product", currency)
    ]


def variants(counts: Counts, titles: Titles, currency: str | None = None) -> list[VariantRow]:
    """A row for each variant that was sold."""
    return [_variant(counts, titles, *each) for each in counts.of("variant", currency)]


def _variant(counts: Counts, titles: Titles, group: Group, tally: Tally) -> VariantRow:
    product_id, sku = counts.labels[group.key]
    title = titles.get(product_id)
    return VariantRow(variant_id=group.key, sku=sku, product_id=product_id, title=title, **_figures(group, tally))


def _figures(group: Group, tally: Tally) -> dict[str, Any]:
    is_of_orders = group.grouping in ("all", "country")
    return {
        "currency": group.currency,
        "orders": tally.orders,
        "lines": tally.lines,
        "units": tally.units,
        "gross_total": tally.gross_total,
        "discount_total": tally.discount_total,
        "net_total": tally.net_total,
        "shipping_total": tally.shipping_total if is_of_orders else None,
        "tax_total": tally.tax_total,
        "sales_total": tally.sales_total,
        "refunded_total": tally.refunded_total if is_of_orders else None,
        "total": tally.total if is_of_orders else None,
        "canceled_orders": tally.canceled_orders,
        "canceled_total": tally.canceled_total,
        "units_shipped": tally.units_shipped,
        "units_delivered": tally.units_delivered,
    }
