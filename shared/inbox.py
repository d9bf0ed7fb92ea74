"""The inbox: an event's effect and the note that we heard it are one commit, so the effect happens once."""

from datetime import datetime, timedelta

from shared import clock
from shared.dynamo import Item, Write, create, speaking_first
from shared.table import TableSpec

KEPT_DAYS = 90  # longer than a dead-letter queue keeps a message (14 days), however often it is redriven


class AlreadyHeard(Exception):
    """Not an error: this consumer has dealt with this event before."""


def heard(table: TableSpec, consumer: str, event_id: str, now: datetime) -> Write:
    """The note for the commit. Raises AlreadyHeard from the commit where it is there already."""
    item: Item = {
        "pk": f"HEARD#{consumer}#{event_id}",
        "sk": "HEARD",
        "heard_at": clock.stamp(now),
        "ttl": clock.epoch(now + timedelta(days=KEPT_DAYS)),
    }
    return speaking_first(create(table, item, refusal=lambda _: AlreadyHeard()))
