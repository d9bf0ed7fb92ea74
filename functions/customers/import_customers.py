"""Import customers: a job that goes through a file, row by row, and tells of each what became of it.

A row is a commit of its own, with what it changes, its row in the audit log and the note of what became of it: a chunk
that is done again finds the notes of the rows that were.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions import jobs
from functions.customers import imported, store
from functions.customers.by_email import Place, place_of
from functions.customers.customer import Customer
from functions.customers.found_by import email_of
from functions.customers.imported_row import Columns, ImportedRow, Wrong, WrongFile, row_of
from functions.customers.inputs import CustomerImport
from functions.customers.views import customer_view
from shared import ids, spreadsheet, telemetry
from shared.audit import Deed
from shared.dynamo import commit, fetch, retry_stale
from shared.files import require_file
from shared.http import Reply, Request

HEAD_BYTES = 16 * 1024  # of the file, in which its first line is; ours has 300
RESULT = ("row", "status", "customer_id", "code", "column", "message")
ACTION = "customers.import"


def begin_import(body: CustomerImport, request: Request) -> Reply[jobs.JobView]:
    """The job that goes through the file. Raises UnknownUpload, NotUploaded, WrongFile or TooManyJobs."""
    fetch(request.claim.read)
    key, head = jobs.uploaded(CUSTOMER_IMPORT, body.upload_id, request, HEAD_BYTES)
    _columns(head)
    told = body.model_dump(mode="json")
    job, writes = jobs.begin_job(CUSTOMER_IMPORT, {**told, "file": key, "by": request.principal}, request)
    reply = Reply(jobs.view_of(job), 202, version=job.version)
    commit(*writes, *request.settle(reply, on=job.id, after=told))
    return reply


def _columns(head: bytes) -> Columns:
    first, *_ = head.partition(b"\n")
    try:
        line = next(spreadsheet.read(first.decode("utf-8-sig")), [])
    except (UnicodeDecodeError, csv.Error):
        raise WrongFile("The file must be CSV in UTF-8.") from None
    return Columns.of(line)


@dataclass(frozen=True)
class Told:
    """What became of a row, and what there is to say of it."""

    row: int
    status: str  # created, changed, unchanged or failed
    customer_id: str | None = None
    code: str | None = None
    column: str | None = None
    message: str | None = None

    @property
    def line(self) -> list[str]:
        return [spreadsheet.cell(getattr(self, name)) for name in RESULT]


def _rows(params: jobs.Params) -> Iterator[str]:
    """Each row with its number, as spreadsheets count: the columns stand in the first. A second one of an address
    is told here, where the whole file is seen.
    """
    text = require_file(params["file"]).decode("utf-8-sig", errors="replace")
    lines = spreadsheet.read(text)
    columns = Columns.of(next(lines))
    seen: dict[str, int] = {}
    number = 1
    try:
        for number, line in enumerate(lines, start=2):
            if any(cell.strip() for cell in line):
                yield json.dumps(_thing(number, columns, line, seen), ensure_ascii=False)
    except csv.Error:
        yield json.dumps({"row": number + 1, "wrong": [None, "unreadable", "is no CSV, and so is all that follows"]})


def _thing(number: int, columns: Columns, line: list[str], seen: dict[str, int]) -> dict[str, Any]:
    try:
        cells = columns.cells(line)
    except Wrong as wrong:
        return {"row": number, "wrong": [wrong.column, wrong.code, wrong.message]}
    email = email_of(cells.get("email", ""))
    first = seen.setdefault(email, number)
    if email and first != number:
        return {"row": number, "wrong": ["email", "repeated", f"stands in row {first} already"]}
    return {"row": number, "cells": cells}


def _work(params: jobs.Params, things: list[str], now: datetime) -> jobs.Worked:
    groups = store.ids_of_groups()
    lines, counts = [], Counter[str]()
    for thing in map(json.loads, things):
        try:
            told = _take(thing, params, groups, now)
        except Wrong as wrong:
            told = Told(thing["row"], "failed", None, wrong.code, wrong.column, wrong.message)
        lines.append(told.line)
        counts[told.status] += 1
    failed = counts.pop("failed", 0)
    return jobs.Worked(spreadsheet.written(lines).encode(), failed=failed, counts=counts)


def _take(thing: dict[str, Any], params: jobs.Params, groups: frozenset[str], now: datetime) -> Told:
    if "wrong" in thing:
        raise Wrong(*thing["wrong"])
    row = row_of(thing["cells"], now)
    if not groups.issuperset(row.group_ids):
        raise Wrong("group_ids", "unknown_group", "there is no such group")
    return retry_stale(lambda: _settled(thing["row"], row, params, now))


def _settled(number: int, row: ImportedRow, params: jobs.Params, now: datetime) -> Told:
    """Find who it is, and change what is to be. Raises Wrong, Stale, or what ends a job that goes on no more."""
    jobs.require_running(params["job_id"])
    place = place_of(row.email)
    seen = place.customer
    (before,) = fetch(store.import_note(params["job_id"], place.customer_id))
    if before and before.row == number:
        return _told(number, before.status, row, place.customer_id)
    if before:
        raise Wrong("email", "repeated", f"is the customer of row {before.row}")
    if place.is_erased:
        raise Wrong("email", "erased", "was forgotten as they asked, and is not brought back")
    if seen is None:
        start = imported.new_imported(place.customer_id, row.email, now)
        start = start.model_copy(update={"version": 0, "key": place.key})
        return _changed(number, start, row, place, params, now)
    if seen.merged_into:
        raise Wrong("email", "customer_merged", "went into another customer, who has another address by now")
    if params["on_existing"] == "skip":
        return Told(number, "unchanged", seen.id, "exists", "email", "is a customer already")
    return _changed(number, seen, row, place, params, now)


def _changed(number: int, seen: Customer, row: ImportedRow, place: Place, params: jobs.Params, now: datetime) -> Told:
    is_new = seen.version == 0
    (book,) = fetch(store.address_book(seen.id))
    record = imported.decision_by(seen, row, ids.new_id("con", now), params["job_id"], now)
    after = imported.with_row(seen, row, now)
    after = after.decided(record, now) if record else after
    addresses = imported.with_address(book, row, ids.new_id("adr", now), has_account=seen.has_account)
    if after is seen and addresses is book and not is_new:
        return _told(number, "unchanged", row, seen.id)
    status = "created" if is_new else "changed"
    if not params["dry_run"]:
        after = imported.next_of(seen, after, now)
        deed = Deed(params["by"], ACTION, ids.new_id("req", now))
        commit(
            *store.save_with_book(after, book, addresses),
            *((store.add_consent(record),) if record else ()),
            store.note_import(store.ImportNote(params["job_id"], seen.id, number, status), now),
            *place.unchanged,
            *deed.on(seen.id, None if is_new else customer_view(seen), customer_view(after), params["job_id"]),
        )
        telemetry.note("customer_imported", customer_id=seen.id, status=status)
    return _told(number, status, row, None if is_new and params["dry_run"] else seen.id)


def _told(number: int, status: str, row: ImportedRow, customer_id: str | None) -> Told:
    if row.accepts_marketing and row.agreed_at is None:
        unproven = "needs consented_at and consent_source; without that proof nobody agreed"
        return Told(number, status, customer_id, "no_proof", "accepts_marketing", unproven)
    return Told(number, status, customer_id)


CUSTOMER_IMPORT = jobs.Kind(
    "customer_import",
    "customers",
    scope="customers:write",
    things=_rows,
    work=_work,
    head=lambda _: (spreadsheet.MARK + spreadsheet.written([RESULT])).encode(),
    file=lambda _: ("import.csv", "text/csv; charset=utf-8"),
    chunk_size=100,
)
