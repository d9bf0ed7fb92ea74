"""Export orders: a job that writes those for which filters hold into one file, as they stand when they are written."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from functions import jobs, payments
from functions.orders import store
from functions.orders.find_orders import is_let_through, shortest_list
from functions.orders.inputs import OrderExport, OrderFilters
from functions.orders.show import order_view
from functions.orders.views import OrderView
from shared import clock, money, spreadsheet
from shared.dynamo import commit, fetch
from shared.http import Between, Reply, Request, persons

COLUMNS = (
    *("id", "number", "status", "payment_status", "fulfillment_status", "created_at", "placed_at", "canceled_at"),
    *("currency", "subtotal", "discount_total", "shipping_total", "tax_total", "total"),
    *("captured_total", "refunded_total", "outstanding_total", "units"),
    *("email", "first_name", "last_name", "company", "country", "shipping_option"),
)
FILTERS = set(OrderFilters.model_fields)
FILES = {"csv": ("orders.csv", "text/csv; charset=utf-8"), "jsonl": ("orders.jsonl", "application/x-ndjson")}


def export_orders(body: OrderExport, request: Request) -> Reply[jobs.JobView]:
    """The job that writes them: with who they are of, if who asks may see persons. Raises WrongRange."""
    first, last = body.created.first, body.created.last
    with_persons = persons.SCOPE in request.scopes
    params = {
        "format": body.format,
        **body.model_dump(include=FILTERS),
        "first": clock.stamp(first) if first else None,
        "last": clock.stamp(last) if last else None,
        "with_persons": with_persons,
    }
    fetch(request.claim.read)
    job, writes = jobs.begin_job(ORDER_EXPORT, params, request, (persons.SCOPE,) if with_persons else ())
    reply = Reply(jobs.view_of(job), 202, version=job.version)
    commit(*writes, *request.settle(reply, on=job.id, after=params))
    return reply


def _ids(params: jobs.Params) -> Iterator[str]:
    first, last = (clock.parse(params[end]) if params[end] else None for end in ("first", "last"))
    return store.ids_of_orders(shortest_list(_filters(params)), Between(first, last))


def _filters(params: jobs.Params) -> OrderFilters:
    """A job of the release before had none but the status."""
    return OrderFilters.model_validate({name: params.get(name) for name in FILTERS})


def _is_chosen(whole: store.Whole, filters: OrderFilters) -> bool:
    """Whether it belongs into the file. By a status alone all were chosen that had it as the job began."""
    return filters == OrderFilters(status=filters.status) or is_let_through(whole, filters)


def _write(params: jobs.Params, order_ids: list[str], _now: datetime) -> jobs.Worked:
    wholes, accounts = fetch(store.orders(order_ids), payments.accounts(order_ids))
    filters = _filters(params)
    chosen = [whole for whole in wholes if _is_chosen(whole, filters)]
    views = [order_view(whole.order, whole.sold, accounts.get(whole.order.id)) for whole in chosen]
    if not params.get("with_persons", True):  # a job of the release before had them always
        views = [persons.without_persons(view) for view in views]
    if params["format"] == "csv":
        written = spreadsheet.written(_line(view) for view in views)
    else:
        written = "".join(f"{view.model_dump_json()}\n" for view in views)
    return jobs.Worked(written.encode(), failed=len(order_ids) - len(wholes))


def _head(params: jobs.Params) -> bytes:
    return (spreadsheet.MARK + spreadsheet.written([COLUMNS])).encode() if params["format"] == "csv" else b""


def _line(order: OrderView) -> list[str]:
    return [_cell(order, column) for column in COLUMNS]


def _cell(order: OrderView, column: str) -> str:
    value: Any = getattr(order, column, None)
    match column:
        case "subtotal" | "total":
            return money.decimal(value, order.currency)
        case "units":
            value = sum(item.quantity for item in order.items)
        case "shipping_option":
            value = order.shipping_option.title
        case "first_name" | "last_name" | "company" | "country":
            value = getattr(order.shipping_address, column)
        case _ if column.endswith("_total"):
            return money.decimal(value, order.currency)
    return spreadsheet.cell(value)


ORDER_EXPORT = jobs.Kind(
    "order_export",
    "orders",
    scope="orders:read",
    things=_ids,
    work=_write,
    head=_head,
    file=lambda params: FILES[params["format"]],
)
