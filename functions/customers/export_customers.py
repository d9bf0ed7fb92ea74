"""Export customers: a job that writes all, or those of a group, into one file, as they stand when they are written."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from functions import jobs
from functions.customers import store
from functions.customers.address_book import AddressBook
from functions.customers.customer import Customer
from functions.customers.imported import WHAT
from functions.customers.imported_row import ADDRESS, CONSENT, LISTS
from functions.customers.inputs import CustomerExport
from functions.customers.views import customer_view
from shared import spreadsheet
from shared.dynamo import commit, fetch
from shared.http import Reply, Request

OWN = (
    *("id", "email", "email_verified", "first_name", "last_name", "phone", "locale", "accepts_marketing"),
    *("created_at", "updated_at"),
)
COLUMNS = (*OWN, *LISTS, "note", *ADDRESS, *CONSENT[1:])  # the address is the one meant for shipping
FILES = {"csv": ("customers.csv", "text/csv; charset=utf-8"), "jsonl": ("customers.jsonl", "application/x-ndjson")}


def export_customers(body: CustomerExport, request: Request) -> Reply[jobs.JobView]:
    """The job that writes them. Raises UnknownGroup or TooManyJobs."""
    params = {"format": body.format, "group_id": body.group_id}
    fetch(request.claim.read, store.require_group(body.group_id))
    job, writes = jobs.begin_job(CUSTOMER_EXPORT, params, request)
    reply = Reply(jobs.view_of(job), 202, version=job.version)
    commit(*writes, *request.settle(reply, on=job.id, after=params))
    return reply


def _ids(_: jobs.Params) -> Iterator[str]:
    return store.ids_of_customers()


def _write(params: jobs.Params, customer_ids: list[str], _now: datetime) -> jobs.Worked:
    there = store.customers_with_books(customer_ids)
    wanted = [(each, book) for each, book in there if not each.merged_into and _is_in(each, params["group_id"])]
    if params["format"] == "csv":
        written = spreadsheet.written(_line(*each) for each in wanted)
    else:
        written = "".join(f"{json.dumps(_whole(*each), ensure_ascii=False)}\n" for each in wanted)
    return jobs.Worked(written.encode(), failed=len(customer_ids) - len(there), counts={"written": len(wanted)})


def _is_in(customer: Customer, group_id: str | None) -> bool:
    return group_id is None or group_id in customer.group_ids


def _head(params: jobs.Params) -> bytes:
    return (spreadsheet.MARK + spreadsheet.written([COLUMNS])).encode() if params["format"] == "csv" else b""


def _line(customer: Customer, book: AddressBook) -> list[str]:
    meant = next((each.address for each in book.addresses if each.id == book.default_shipping_id), None)
    cells = [getattr(customer, name) for name in OWN]
    cells += [" ".join(getattr(customer, name)) for name in LISTS]
    cells += [customer.note, *(getattr(meant, name, None) for name in ADDRESS.values())]
    agreed = customer.consent(*WHAT) if customer.accepts_marketing else None
    cells += [agreed.decided_at, agreed.record_id] if agreed else [None, None]
    return [spreadsheet.cell(each) for each in cells]


def _whole(customer: Customer, book: AddressBook) -> dict[str, Any]:
    """As the API shows the customer, with all of their addresses and how each consent stands."""
    return {
        **customer_view(customer).model_dump(mode="json"),
        "addresses": [each.address.model_dump(mode="json") for each in book.addresses],
        "consents": [each.model_dump(mode="json") for each in customer.consents],
    }


CUSTOMER_EXPORT = jobs.Kind(
    "customer_export",
    "customers",
    scope="customers:write",  # who packs sees one person at a time; all of them at once leave with who looks after them
    things=_ids,
    work=_write,
    head=_head,
    file=lambda params: FILES[params["format"]],
    chunk_size=200,
)
