"""A closed day's JSON file: its counts in every grouping, read back for reports of many days. Pure."""

from collections.abc import Sequence
from datetime import date

from functions.reports import rows
from functions.reports.closing import inputs_hash
from functions.reports.counts import Counts, Group, Grouping, Label
from functions.reports.fact import Fact
from functions.reports.tally import MEASURES, Tally
from functions.reports.views import DaySummary, Figures


def summary_of(day: date, counts: Counts, facts: Sequence[Fact]) -> DaySummary:
    """The summary of the facts that were counted. Without titles, which may change: made of the facts alone."""
    return DaySummary(
        period=day,
        facts=len(facts),
        inputs_hash=inputs_hash(facts),
        totals=rows.totals(counts),
        countries=rows.countries(counts),
        products=rows.products(counts, {}),
        variants=rows.variants(counts, {}),
    )


def written(summary: DaySummary) -> bytes:
    """The file's bytes."""
    return summary.model_dump_json(exclude_none=True).encode()


def read(content: bytes) -> Counts:
    """The counts that a file was written from."""
    summary = DaySummary.model_validate_json(content)
    tallies: dict[Group, Tally] = {}
    labels: dict[str, Label] = {}
    for row in summary.totals:
        _put(tallies, "all", "", row)
    for country in summary.countries:
        _put(tallies, "country", country.country, country)
    for product in summary.products:
        _put(tallies, "product", product.product_id, product)
    for variant in summary.variants:
        _put(tallies, "variant", variant.variant_id, variant)
        labels[variant.variant_id] = Label(variant.product_id, variant.sku)
    return Counts(tallies, labels)


def _put(tallies: dict[Group, Tally], grouping: Grouping, key: str, row: Figures) -> None:
    tallies[Group(grouping, row.currency, key)] = Tally(*(getattr(row, name) or 0 for name in MEASURES))
