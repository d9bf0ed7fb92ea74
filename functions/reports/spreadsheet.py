"""Reports as CSV for spreadsheets: RFC 4180, amounts in major units, and no text that a spreadsheet would run. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

from functions.reports.views import DaySummary, Figures
from shared import money

FIGURES = tuple(Figures.model_fields)
KEYS = ("country", "product_id", "variant_id", "sku")  # of the rows in a day's file
COLUMNS = {
    "day": ("day",),
    "country": ("country",),
    "product": ("product_id", "title"),
    "variant": ("variant_id", "sku", "product_id", "title"),
}
MARK = "\ufeff"  # without it Excel takes UTF-8 for its own alphabet, and umlauts for two letters each
RISKY = tuple("=+-@＝＋－＠\t\r\n")  # what makes a spreadsheet take a cell for a formula; OWASP's list


def report_csv(group_by: str, rows: Iterable[Figures]) -> str:
    """The rows of a report. group_by: day, country, product or variant."""
    columns = (*COLUMNS[group_by], *FIGURES)
    return _text([columns, *([_cell(row, name) for name in columns] for row in rows)])


def day_csv(summary: DaySummary) -> str:
    """All of a day in one table; its first column says what a row is grouped by."""
    sections: list[tuple[str, Sequence[Figures]]] = [
        ("total", summary.totals),
        ("country", summary.countries),
        ("product", summary.products),
        ("variant", summary.variants),
    ]
    columns = (*KEYS, *FIGURES)
    lines = [[name, *(_cell(row, column) for column in columns)] for name, rows in sections for row in rows]
    return _text([("group_by", *columns), *lines])


def _cell(row: Figures, column: str) -> str:
    value = getattr(row, column, None)
    if value is None:
        return ""
    if column == "total" or column.endswith("_total"):
        return money.decimal(value, row.currency)
    return str(value) if isinstance(value, int) else _harmless(str(value))


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(RISKY) else text


def _text(lines: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(lines)
    return MARK + written.getvalue()
