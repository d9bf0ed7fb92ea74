"""Reading and writing reports' rows: facts, sales, open ends and closings."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from events import OrderPlaced, ReportReady
from functions.reports import table
from functions.reports.closing import CATCH_UP_DAYS, Closing, OpenEnd
from functions.reports.fact import Fact
from functions.reports.table import SPEC
from shared import clock, outbox
from shared.dynamo import Read, Write, create, delete, fetch, query, query_all, replace
from shared.inbox import AlreadyHeard


def facts(day: date) -> Iterator[Fact]:
    """Every fact of the day, a partition after the other."""
    for shard in range(table.SHARDS):
        yield from map(table.item_fact, query_all(SPEC, table.fact_partition(day, shard)))


def sales(order_ids: Iterable[str]) -> Read[dict[str, OrderPlaced]]:
    """The placed orders with these ids, by id; an order that was not placed, as far as we heard, is absent."""
    keys = tuple(table.sale_key(order_id) for order_id in dict.fromkeys(order_ids))

    def parse(items: list[dict[str, object] | None]) -> dict[str, OrderPlaced]:
        placed = (OrderPlaced.model_validate(item["data"]) for item in items if item)
        return {sale.order_id: sale for sale in placed}

    return Read(SPEC, keys, parse)


def keep(fact: Fact, *, is_open_end: bool) -> tuple[Write, ...]:
    """The fact, and the sale it is or the mark that its day has to be looked at again."""
    writes = [create(SPEC, table.fact_item(fact), refusal=lambda _: AlreadyHeard())]
    if isinstance(fact.event, OrderPlaced):
        writes.append(
            create(SPEC, table.sale_item(fact.event), refusal=lambda _: AlreadyHeard())
        )  # an order is sold once
    if is_open_end:
        writes.append(create(SPEC, table.open_end_item(fact)))
    return tuple(writes)


def open_ends(first: date, last: date) -> list[OpenEnd]:
    """The open ends of these days."""
    return [table.open_end_of(item) for item in query_all(SPEC, table.OPEN, sort=table.open_range(first, last))]


def closings(first: date, last: date) -> dict[date, Closing]:
    """The closings of these days, by day."""
    between = ("between", first.isoformat(), last.isoformat())
    found = map(table.item_closing, query_all(SPEC, table.CLOSED, sort=between))
    return {closing.day: closing for closing in found}


def closing(day: date) -> Closing | None:
    """The day's closing, None while it is open."""
    (found,) = fetch(Read(SPEC, ((table.CLOSED, day.isoformat()),), lambda items: items[0]))
    return table.item_closing(found) if found else None


def last_closed() -> date | None:
    """The last day that was closed, None where none ever was."""
    page = query(SPEC, table.CLOSED, newest_first=True, limit=1)
    return table.item_closing(page.items[0]).day if page.items else None


def first_fact_day(today: date) -> date | None:
    """The first of the last CATCH_UP_DAYS days with a fact, None where none has."""
    days = (today - timedelta(days=back) for back in range(CATCH_UP_DAYS, 0, -1))
    return next((day for day in days if _has_facts(day)), None)


def save_closing(before: Closing | None, after: Closing, counted: Iterable[OpenEnd]) -> tuple[Write, ...]:
    """The closing, its announcement where the report is a new one, and the open ends that are open no more."""
    writes = [replace(SPEC, table.closing_item(after), seen=before.version if before else 0)]
    if before is None or before.revision != after.revision:
        day = after.day.isoformat()
        news = ReportReady(report="sales", period=day, files=list(after.files))
        aggregate = outbox.Aggregate("report", f"sales/{day}", after.version)
        writes += outbox.say(SPEC, table.report_partition(after.day), aggregate, news, now=clock.parse(after.closed_at))
    return (*writes, *(delete(SPEC, table.open_end_key(end)) for end in counted))


def _has_facts(day: date) -> bool:
    return any(query(SPEC, table.fact_partition(day, shard), limit=1).items for shard in range(table.SHARDS))
