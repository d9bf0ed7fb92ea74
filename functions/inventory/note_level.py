"""What a level's change means: other units to show in lists; it is time to reorder, or no longer."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from events import LevelLow, LevelRestored
from functions.inventory import store, table
from functions.inventory.level import Level
from shared.dynamo import commit, fetch
from shared.outbox import Aggregate, say
from shared.telemetry import note


class AlreadySaid(Exception):
    """Not an error: the stream has shown us this version of the level before."""


def crossing(before: Level | None, after: Level) -> type[LevelLow] | type[LevelRestored] | None:
    """What to say of a change: low when it sinks to the reorder point, restored when it rises above it, or nothing."""
    was_low = before is not None and before.is_low
    if was_low == after.is_low:
        return None
    return LevelLow if after.is_low else LevelRestored


def note_level(before: Level | None, after: Level, now: datetime) -> None:
    """Keep what is available and what is low, for lists; say once, for this version of the level, that it became low or
    was restored.
    """
    if before is None or before.available != after.available:
        with suppress(store.KnownAlready):
            commit(store.note_available(after))
    news = crossing(before, after)
    if news is None:
        return
    note_low(after)
    (skus,) = fetch(store.skus([after.variant_id]))
    event = news(
        variant_id=after.variant_id,
        sku=skus[after.variant_id],
        location_id=after.location_id,
        available=after.for_sale,
        reorder_point=after.reorder_point,
    )
    pk = table.level_news_pk(after.variant_id, after.location_id)
    aggregate = Aggregate("level", f"{after.variant_id}:{after.location_id}", after.version)
    (row,) = say(table.SPEC, pk, aggregate, event, now=now)
    try:
        commit(replace(row, refusal=lambda _: AlreadySaid()))
    except AlreadySaid:
        note("level_said_before", variant_id=after.variant_id, location_id=after.location_id, version=after.version)


def note_low(level: Level) -> None:
    """Keep whether the level is low, for lists."""
    with suppress(store.KnownAlready):
        commit(store.note_low(level))
