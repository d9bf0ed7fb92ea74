"""The outbox: an event is a row of the commit that made it true, and leaves for the bus from there.

The row stays as the aggregate's history. While it has not been handed to the bus it carries `unsent`, which puts it
into a sparse index; the table's stream wakes the publisher for each new one, and a sweeper republishes what the stream
lost. A publisher that dies between handing over and marking hands over again: consumers know an event by its id.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from shared import clock, ids
from shared.aws import client
from shared.batches import batched
from shared.dynamo import Item, Write, create, item_of, query_all
from shared.dynamo.older import UPDATES
from shared.dynamo.reads import pause_s
from shared.dynamo.values import to_wire
from shared.errors import Unavailable
from shared.event import Event
from shared.table import UNSENT, TableSpec
from shared.telemetry import causation_id, correlation_id, note

SHARDS = 4  # partitions of the index of unsent events; each takes a thousand events a second
ENTRIES = 10  # EventBridge's limit a PutEvents; 256 KB in all, so an event has 25 KB
EVENT_BYTES_MAX = 24_000
TRIES = 5  # for entries that EventBridge refused; then the stream delivers them again, and later the sweeper
SWEEP_AFTER = timedelta(seconds=60)  # by then the stream has published it, if it ever will
ENVELOPE = (
    "id",
    "object",
    "type",
    "created_at",
    "schema_version",
    "sequence",
    "aggregate",
    "causation_id",
    "correlation_id",
    "data",
)


@dataclass(frozen=True)
class Aggregate:
    """Whose news it is: `Aggregate("order", "order_…", 3)`, at the version that this commit makes."""

    type: str
    id: str
    version: int


def say(table: TableSpec, pk: str, aggregate: Aggregate, *events: Event, now: datetime) -> tuple[Write, ...]:
    """The rows of these events, for the commit that makes them true. pk: the aggregate's own partition."""
    first = sequence(now)
    return tuple(create(table, _row(pk, aggregate, i, first, event, now)) for i, event in enumerate(events))


def _row(pk: str, aggregate: Aggregate, place: int, first: int, event: Event, now: datetime) -> Item:
    data = event.model_dump(mode="json")
    if len(json.dumps(data)) > EVENT_BYTES_MAX:
        raise ValueError(f"{event.type} of {aggregate.id} is larger than an event may be")
    event_id = ids.new_id("evt")
    return {
        "pk": pk,
        "sk": f"EVENT#{aggregate.version:09d}#{place:02d}#{event.type}",
        "id": event_id,
        "object": "event",
        "type": event.type,
        "created_at": clock.stamp(now),
        "schema_version": event.schema_version,
        "sequence": first + place,
        "aggregate": {"type": aggregate.type, "id": aggregate.id, "version": aggregate.version},
        "causation_id": causation_id(),
        "correlation_id": correlation_id(),
        "data": data,
        "unsent": shard(event_id),
        "unsent_at": clock.stamp(now),
    }


def sequence(now: datetime) -> int:
    """A number that sorts events by the time they were decided: milliseconds × 4096 plus chance, below 2^53.

    The last four bits are free for the places of events said together. Within one aggregate, order by its version.
    """
    return int(now.timestamp() * 1000) << 12 | ids.random_bits(8) << 4


def shard(event_id: str) -> str:
    """Where in the index of unsent events it stands."""
    return str(ids.ALPHABET.index(event_id[-1]) % SHARDS)


def history(table: TableSpec, pk: str) -> Iterator[dict[str, Any]]:
    """Everything ever said of an aggregate, oldest first, as the bus got it."""
    return map(envelope, query_all(table, pk, sort=("begins_with", "EVENT#")))


def envelope(row: Item) -> dict[str, Any]:
    """The event as the bus, webhooks and replays show it."""
    return {name: row[name] for name in ENVELOPE}


def publish_stream(table: TableSpec, event: dict[str, Any]) -> None:
    """Publish the new event rows of a stream's batch. Raises where some could not be: the stream sends them again."""
    images = (record["dynamodb"]["NewImage"] for record in event["Records"] if record["eventName"] == "INSERT")
    publish(table, (item_of(table, image) for image in images if "unsent" in image))


def sweep(table: TableSpec, now: datetime) -> None:
    """Publish what was said more than a minute ago and is still unsent. Raises Unavailable where some could not be."""
    before = clock.stamp(now - SWEEP_AFTER)
    shards = (query_all(table, str(each), index=UNSENT, sort=("<", before)) for each in range(SHARDS))
    publish(table, chain.from_iterable(shards))


def publish(table: TableSpec, rows: Iterable[Item]) -> None:
    """Hand the rows to the bus, ten at a time, and mark as sent those it took.

    A row that it does not take keeps no other from leaving; at the end there is Unavailable for it.
    """
    left = 0
    for chunk in batched(rows, ENTRIES):  # as they come: a long sweep gets somewhere before its time is up
        refused = _put(chunk)
        taken = [row for row in chunk if row not in refused]
        _mark_sent(table, taken)
        for row in taken:
            note("event_published", event_id=row["id"], type=row["type"], aggregate_id=row["aggregate"]["id"])
        left += len(refused)
    if left:
        raise Unavailable("The event bus did not take all events.")


def _put(rows: list[Item]) -> list[Item]:
    """The rows that the bus did not take."""
    waiting = rows
    for attempt in range(TRIES):
        if attempt:
            clock.pause(pause_s(attempt))
        answer = client("events").put_events(Entries=[_entry(row) for row in waiting])
        results = zip(waiting, answer["Entries"], strict=True)
        waiting = [row for row, result in results if result.get("ErrorCode")]
        if not waiting:
            break
    return waiting


def _entry(row: Item) -> dict[str, Any]:
    return {
        "EventBusName": os.environ["EVENT_BUS"],
        "Source": "storewright",
        "DetailType": row["type"],
        "Detail": json.dumps(envelope(row), separators=(",", ":")),
    }


def _mark_sent(table: TableSpec, rows: list[Item]) -> None:
    """Put the rows back without `unsent`. They say the same for ever, so this can undo nothing."""
    if not rows:
        return
    sent = [{k: v for k, v in (row | {UPDATES: 1}).items() if k not in ("unsent", "unsent_at")} for row in rows]
    requests = {table.physical_name: [{"PutRequest": {"Item": to_wire(item)}} for item in sent]}
    for attempt in range(TRIES):
        if attempt:
            clock.pause(pause_s(attempt))
        requests = client("dynamodb").batch_write_item(RequestItems=requests).get("UnprocessedItems")
        if not requests:
            return
    # Left marked as unsent: the sweeper hands them over once more, which consumers ignore.
