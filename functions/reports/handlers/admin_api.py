"""Staff's routes of reports."""

from typing import Any

from functions import catalog
from functions.reports import rows
from functions.reports.counts import Counts, merged
from functions.reports.read_sales import sales_by_day
from functions.reports.rows import Titles
from functions.reports.spreadsheet import report_csv
from functions.reports.views import SalesQuery, SalesReport
from shared.dynamo import fetch
from shared.errors import Invalid
from shared.http import Api, Reply, Request

ROWS_MAX = 5000  # some 2 MB; a function's answer may have 6 MB

api = Api("reports")


class TooManyRows(Invalid):
    """More groups than one answer holds."""

    code = "report_too_large"

    def __init__(self) -> None:
        super().__init__(
            f"The report has more than {ROWS_MAX} rows; ask for fewer days or one currency.", param="group_by"
        )


@api.get("/admin/reports/sales", scope="reports:read", gives=("text/csv",))
def sales(request: Request, query: SalesQuery) -> Reply[SalesReport]:
    """The sales of some days, as JSON, or as CSV by `format=csv` or `Accept: text/csv`."""
    by_day = sales_by_day(query.from_, query.to, request.now)
    counts = merged(counts for _, counts in by_day)
    report = SalesReport(
        from_=query.from_,
        to=query.to,
        group_by=query.group_by,
        currency=query.currency,
        totals=rows.totals(counts, query.currency),
        data=rows.days(by_day, query.currency) if query.group_by == "day" else _grouped(counts, query),
    )
    if _wants_csv(request, query):
        return _file(report)
    return Reply(report)


def _grouped(counts: Counts, query: SalesQuery) -> Any:
    if query.group_by == "country":
        return rows.countries(counts, query.currency)
    if len(counts.of("variant" if query.group_by == "variant" else "product", query.currency)) > ROWS_MAX:
        raise TooManyRows
    show = rows.variants if query.group_by == "variant" else rows.products
    return show(counts, _titles(counts, query.currency), query.currency)


def _titles(counts: Counts, currency: str | None) -> Titles:
    ids = [group.key for group, _ in counts.of("product", currency)]
    (found,) = fetch(catalog.products(ids))
    return {product.id: product.title for product in found.values()}


def _wants_csv(request: Request, query: SalesQuery) -> bool:
    return query.format == "csv" or (query.format is None and "text/csv" in request.headers.get("accept", ""))


def _file(report: SalesReport) -> Reply[Any]:
    name = f"sales-{report.from_}-{report.to}-by-{report.group_by}.csv"
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return Reply(report_csv(report.group_by, report.data), headers=headers)


handler = api.handler
