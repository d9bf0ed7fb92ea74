"""Booking: entries become moved levels, lines of the book and news, in one commit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from events import InventoryAdjusted
from functions.inventory import store, table
from functions.inventory.level import Change, InsufficientStock
from functions.inventory.location import Directory
from functions.inventory.movement import Kind, Movement
from functions.inventory.reservations import Shelf
from functions.inventory.views import MovementsView, movement_view
from shared.dynamo import Item, Write, commit, fetch, retry_stale
from shared.dynamo.writes import Refusal
from shared.errors import Invalid
from shared.http import Reply, Request
from shared.outbox import Aggregate, say


class UnknownVariant(Invalid):
    """No variant of this id is registered."""

    code = "unknown_variant"


class UnknownLocation(Invalid):
    """The shop has no location of this id."""

    code = "unknown_location"


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
    """Book all entries or none. Raises UnknownVariant, UnknownLocation, or InsufficientStock at a level with less."""
    return retry_stale(lambda: _book(request, entries))


def _book(request: Request, entries: Sequence[Entry]) -> Reply[MovementsView]:
    skus = store.skus(entry.shelf[0] for entry in entries)
    _, directory, known = fetch(request.claim.read, store.directory(), skus)
    _require_known(entries, directory, known)
    movements = [_movement(entry, request) for entry in entries]
    reply = Reply(MovementsView(movements=[movement_view(each) for each in movements]), 201)
    commit(
        *request.claim.settle(reply),
        *_moves(entries),
        *store.save_movements(movements),
        *(write for each in movements for write in _news(each)),
    )
    return reply


def _require_known(entries: Sequence[Entry], directory: Directory, known: Mapping[str, str]) -> None:
    places = {location.id for location in directory.locations}
    for i, entry in enumerate(entries):
        variant_id, location_id = entry.shelf
        if variant_id not in known:
            raise UnknownVariant("No such variant.", param=f"items[{i}].variant_id")
        if location_id not in places:
            raise UnknownLocation("No such location.", param=f"items[{i}].location_id")


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


def _moves(entries: Sequence[Entry]) -> Iterator[Write]:
    """One write a level, however many entries it has."""
    changes: dict[Shelf, Change] = defaultdict(Change)
    for entry in entries:
        changes[entry.shelf] += entry.change
    for shelf, change in changes.items():
        yield store.move_level(*shelf, change, _short(shelf, change))


def _short(shelf: Shelf, change: Change) -> Refusal:
    def refusal(found: Item | None) -> Exception:
        has = found or {"available": 0, "damaged": 0}
        bucket = "damaged" if change.damaged < 0 and has["damaged"] < -change.damaged else "available"
        item = {"variant_id": shelf[0], "location_id": shelf[1], "bucket": bucket}
        return InsufficientStock([item | {"requested": -getattr(change, bucket), "available": has[bucket]}])

    return refusal


def _news(movement: Movement) -> tuple[Write, ...]:
    event = InventoryAdjusted(
        movement_id=movement.id,
        variant_id=movement.variant_id,
        location_id=movement.location_id,
        delta=movement.delta,
        reason=movement.reason or movement.kind.value,
    )
    aggregate = Aggregate("movement", movement.id, 1)
    return say(table.SPEC, table.movement_pk(movement.id), aggregate, event, now=movement.created_at)
