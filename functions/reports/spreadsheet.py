"""Reports as CSV for spreadsheets, amounts in major units. Pure."""

from collections.abc import Iterable, Sequence

from functions.reports.views import DaySummary, Figures
from shared import money, spreadsheet

FIGURES = tuple(Figures.model_fields)
KEYS = ("country", "product_id", "variant_id", "sku")  # of the rows in a day's file
COLUMNS = {
    "day": ("day",),
    "country": ("country",),
    "product": ("product_id", "title"),
    "variant": ("variant_id", "sku", "product_id", "title"),
}


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
    if value is not None and (column == "total" or column.endswith("_total")):
        return money.decimal(value, row.currency)
    return spreadsheet.cell(value)


def _text(lines: Iterable[Sequence[str]]) -> str:
    return spreadsheet.MARK + spreadsheet.written(lines)
