"""Close a day: write its report from its facts, once; and again, as a new revision, where facts came late."""

import hashlib
from datetime import date, datetime, timedelta
from functools import partial

from events import OrderPlaced
from functions.reports import store, summary
from functions.reports.closing import Closing, OpenEnd, days_to_close, still_waits
from functions.reports.counts import count
from functions.reports.fact import Fact
from functions.reports.read_sales import sales_for
from functions.reports.spreadsheet import day_csv
from functions.reports.views import DaySummary
from shared import clock, telemetry
from shared.dynamo import commit, retry_stale
from shared.files import put_file

FIRST_DAY = date(1970, 1, 1)
ENDS_A_COMMIT = 90  # open ends removed with one closing: a commit holds 100 writes


def close_days(now: datetime) -> None:
    """Close every day that is over and not closed, and look again at closed days with open ends."""
    today = now.date()
    last = store.last_closed()
    first_fact = None if last else store.first_fact_day(today)
    due = set(days_to_close(last, first_fact, today))
    until = max(due, default=last or today)  # days after the last that is closed now wait for their turn
    again = {end.day for end in store.open_ends(FIRST_DAY, min(until, today - timedelta(days=1)))}
    for day in sorted(due | again):
        close_day(day, now)


def close_day(day: date, now: datetime) -> None:
    """Close the day, or look at it again. Twice on the same facts writes the same bytes and says nothing new."""
    while retry_stale(partial(_close, day, now)):
        continue


def _close(day: date, now: datetime) -> bool:
    """Close the day as it stands. True where there were more open ends than one commit removes."""
    ends = store.open_ends(day, day)  # before the facts: what is heard from here on leaves an open end that stays
    before = store.closing(day)
    facts = list(store.facts(day))
    sales = sales_for(facts)
    counted = [fact for fact in facts if isinstance(fact.event, OrderPlaced) or fact.order_id in sales]
    settled = _settled(ends, facts, counted, now.date())
    after = _written(summary.summary_of(day, count(counted, sales), counted), before, now)
    if before is None or before.revision != after.revision or settled:
        commit(*store.save_closing(before, after, settled[:ENDS_A_COMMIT]))
        telemetry.note("day_closed", version=after.revision, fact_count=after.fact_count)
    return len(settled) > ENDS_A_COMMIT


def _written(report: DaySummary, before: Closing | None, now: datetime) -> Closing:
    """The closing to commit, its files written: each time, since another run may have left those of fewer facts."""
    content = summary.written(report)
    files = (f"sales/{report.period.isoformat()}.json", f"sales/{report.period.isoformat()}.csv")
    put_file(files[0], content, "application/json")
    put_file(files[1], day_csv(report).encode(), "text/csv; charset=utf-8")
    is_same = before is not None and before.inputs_hash == report.inputs_hash
    revision = before.revision if before else 0
    return Closing(
        day=report.period,
        version=before.version + 1 if before else 1,
        revision=revision if is_same else revision + 1,
        inputs_hash=report.inputs_hash,
        fact_count=report.facts,
        summary_hash=hashlib.sha256(content).hexdigest(),
        files=files,
        closed_at=clock.stamp(now),
    )


def _settled(ends: list[OpenEnd], facts: list[Fact], counted: list[Fact], today: date) -> list[OpenEnd]:
    """The open ends that need no other look: counted now, or waiting for a sale that will not come any more."""
    seen = {fact.event_id for fact in facts}
    done = {fact.event_id for fact in counted}
    return [end for end in ends if end.event_id in done or (end.event_id in seen and not still_waits(end.day, today))]
