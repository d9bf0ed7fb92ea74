"""Booking: entries become moved levels, lines of the book and news, in one commit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events import InventoryAdjusted, InventoryShortfall
from functions.inventory import store, table
from functions.inventory.level import Change, InsufficientStock, Level
from functions.inventory.location import Directory, require_location
from functions.inventory.movement import Kind, Movement
from functions.inventory.reservations import Shelf
from functions.inventory.shortfalls import Shortfall, shortfalls_after
from functions.inventory.views import MovementsView, movement_view, shortfall_view
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.errors import Invalid
from shared.http import Reply, Request
from shared.outbox import Aggregate, say


class UnknownVariant(Invalid):
    """No variant of this id is registered."""

    code = "unknown_variant"


@dataclass(frozen=True)
class Entry:
    """One item of a receipt or an adjustment. delta: units as they were told; change: what they do to the level."""

    shelf: Shelf
    kind: Kind
    reason: str | None
    delta: int
    change: Change
    note: str
    reference: str | None = None


def book(request: Request, entries: Sequence[Entry]) -> Reply[MovementsView]:
    """Book all entries or none, and name the orders that cannot all ship any more.

    What was found is true: a count is booked also where less is left than is set aside. Raises UnknownVariant,
    UnknownLocation, LocationNotAllowed, or InsufficientStock where more would go than was there.
    """
    request.require_location(*(location_id for _, location_id in (entry.shelf for entry in entries)))
    return retry_stale(lambda: _book(request, entries))


def _book(request: Request, entries: Sequence[Entry]) -> Reply[MovementsView]:
    skus = store.skus(entry.shelf[0] for entry in entries)
    changes = _changes(entries)
    _, directory, known, levels = fetch(request.claim.read, store.directory(), skus, store.levels_of(changes))
    _require_known(entries, directory, known)
    moves = [_move(levels[shelf], change) for shelf, change in changes.items()]
    shortfalls = shortfalls_after([(levels[shelf], change) for shelf, change in changes.items()])
    movements = [_movement(entry, request) for entry in entries]
    told = {(each.variant_id, each.location_id): each for each in movements}  # the last one of a shelf
    reply = Reply(
        MovementsView(
            movements=[movement_view(each) for each in movements],
            shortfalls=[shortfall_view(each) for each in shortfalls],
        ),
        201,
    )
    commit(
        *request.settle(reply, on=movements[0].id, after=_told(movements), reason=_reason(entries)),
        *moves,
        *store.save_movements(movements),
        *(write for each in movements for write in _news(each, [s for s in shortfalls if told[s.shelf] is each])),
    )
    return reply


def _require_known(entries: Sequence[Entry], directory: Directory, known: Mapping[str, str]) -> None:
    for i, entry in enumerate(entries):
        variant_id, location_id = entry.shelf
        if variant_id not in known:
            raise UnknownVariant("No such variant.", param=f"items[{i}].variant_id")
        require_location(location_id, directory.locations, f"items[{i}].location_id")


def _movement(entry: Entry, request: Request) -> Movement:
    return Movement(
        id=store.new_movement_id(request.now),
        variant_id=entry.shelf[0],
        location_id=entry.shelf[1],
        kind=entry.kind,
        delta=entry.delta,
        on_hand_delta=entry.change.on_hand,
        reason=entry.reason,
        note=entry.note,
        reference=entry.reference,
        by=request.principal,
        created_at=request.now,
    )


def _told(movements: Sequence[Movement]) -> dict[str, Any]:
    """What the audit log tells of it: whatever else a movement says stands in the book, where nothing is altered."""
    return {"movements": {each.id: each.delta for each in movements}}


def _reason(entries: Sequence[Entry]) -> str | None:
    """The one reason of all of them, if they have one."""
    reasons = {entry.reason for entry in entries}
    return reasons.pop() if len(reasons) == 1 else None


def _changes(entries: Sequence[Entry]) -> dict[Shelf, Change]:
    """One change a shelf, however many entries it has."""
    changes: dict[Shelf, Change] = defaultdict(Change)
    for entry in entries:
        changes[entry.shelf] += entry.change
    return dict(changes)


def _move(level: Level, change: Change) -> Write:
    """The move of a level. Where enough is for sale, sales meanwhile do not matter; else nothing may move meanwhile."""
    after = level.moved(change)
    if after.on_hand < 0 or after.damaged < 0 or (change.available < 0 and after.damaged > after.on_hand):
        raise _short(level, change)
    is_covered = change.available >= 0 or after.available >= 0
    seen = None if is_covered else level.version
    return store.move_level(level.variant_id, level.location_id, change, seen=seen)


def _short(level: Level, change: Change) -> InsufficientStock:
    if change.damaged < 0 and level.damaged < -change.damaged:
        bucket, requested, has = "damaged", -change.damaged, level.damaged
    else:  # what is fit for sale cannot become unfit, or leave, twice
        bucket, requested, has = "on_hand", -change.available, level.on_hand - level.damaged
    item = {"variant_id": level.variant_id, "location_id": level.location_id, "bucket": bucket}
    return InsufficientStock([item | {"requested": requested, "available": has}])


def _news(movement: Movement, shortfalls: Sequence[Shortfall]) -> tuple[Write, ...]:
    adjusted = InventoryAdjusted(
        movement_id=movement.id,
        variant_id=movement.variant_id,
        location_id=movement.location_id,
        delta=movement.delta,
        reason=movement.reason or movement.kind.value,
    )
    short = [
        InventoryShortfall(
            variant_id=each.shelf[0],
            location_id=each.shelf[1],
            short=each.short,
            order_ids=each.order_ids,
            has_more=each.has_more,
        )
        for each in shortfalls
    ]
    aggregate = Aggregate("movement", movement.id, 1)
    pk = table.movement_pk(movement.id)
    return say(table.SPEC, pk, aggregate, adjusted, *short, now=movement.created_at)
