"""What an object said, as the outbox has it."""

from collections.abc import Iterator

from functions.system.history import history
from functions.system.views import ObjectEventsView, OutboxEventView
from shared.dynamo import Item, query_all
from shared.table import TableSpec


def show_events(object_id: str) -> ObjectEventsView:
    """All events of it; none where nothing was ever said. Raises UnknownObject."""
    return ObjectEventsView(object_id=object_id, data=[_view(row) for row in history(object_id, _rows)])


def _rows(table: str, pk: str, beginning: str) -> Iterator[Item]:
    """Rows of events, and the keys of what is an order's, are the same in every schema version: none is upgraded."""
    return query_all(TableSpec(table), pk, sort=("begins_with", beginning))


def _view(row: Item) -> OutboxEventView:
    return OutboxEventView(
        id=row["id"],
        type=row["type"],
        created_at=row["created_at"],
        object_id=row["aggregate"]["id"],
        version=row["aggregate"]["version"],
        is_sent="unsent" not in row,
    )
