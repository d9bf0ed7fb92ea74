"""Export the audit log: a job that writes what staff did into one file for spreadsheets, one line an entry."""

import json
from collections.abc import Iterator
from datetime import datetime

from functions import jobs
from functions.audit import store
from functions.audit.views import AuditEntryView, AuditExport, entry_view
from shared import clock, spreadsheet
from shared.dynamo import commit, fetch
from shared.http import Between, Reply, Request

FILTERS = ("actor", "object", "action")
COLUMNS = (
    *("id", "created_at", "actor_type", "actor_id", "action", "object_id", "changes", "left_out", "reason"),
    *("approved_by", "approval_id", "request_id", "address"),
)


def export_entries(body: AuditExport, request: Request) -> Reply[jobs.JobView]:
    """The job that writes them. Raises WrongRange or TooManyJobs."""
    first, last = body.created.first, body.created.last
    params = {
        **{name: getattr(body, name) for name in FILTERS},
        "first": clock.stamp(first) if first else None,
        "last": clock.stamp(last) if last else None,
    }
    fetch(request.claim.read)
    job, writes = jobs.begin_job(AUDIT_EXPORT, params, request)
    reply = Reply(jobs.view_of(job), 202, version=job.version)
    commit(*writes, *request.settle(reply, on=job.id, after=params))
    return reply


def _wanted(params: jobs.Params) -> store.Wanted:
    first, last = (clock.parse(params[end]) if params[end] else None for end in ("first", "last"))
    return store.Wanted(params["actor"], params["object"], params["action"], Between(first, last))


def _things(params: jobs.Params) -> Iterator[str]:
    return map(" ".join, store.keys_of(_wanted(params)))


def _write(params: jobs.Params, things: list[str], now: datetime) -> jobs.Worked:
    """The lines of those for which all filters hold; no address that would be too old before the file is removed."""
    wanted = _wanted(params)
    entries = [entry for entry in store.entries_at([_key(thing) for thing in things]) if wanted.holds(entry)]
    addresses = store.addresses(entries, now + jobs.FILES_KEPT)
    return jobs.Worked(spreadsheet.written(_line(entry_view(entry, addresses)) for entry in entries).encode())


def _key(thing: str) -> tuple[str, str]:
    pk, sk = thing.split(" ")
    return pk, sk


def _line(entry: AuditEntryView) -> list[str]:
    changed = {field: change.model_dump(mode="json") for field, change in entry.changes.items()}
    told = {name: getattr(entry, name, None) for name in COLUMNS}
    told |= {"actor_type": entry.actor.type, "actor_id": entry.actor.id}
    told |= {"approved_by": entry.approved_by.id if entry.approved_by else None}
    told["changes"] = json.dumps(changed, ensure_ascii=False) if changed else None
    return [spreadsheet.cell(told[column]) for column in COLUMNS]


AUDIT_EXPORT = jobs.Kind(
    "audit_export",
    "audit",
    scope="audit:read",
    things=_things,
    work=_write,
    head=lambda _: (spreadsheet.MARK + spreadsheet.written([COLUMNS])).encode(),
    file=lambda _: ("audit.csv", "text/csv; charset=utf-8"),
)
