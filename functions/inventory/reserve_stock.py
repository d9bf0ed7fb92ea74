"""An order's stock: set aside, kept, given back or shipped. Staged writes for the commits of whoever sells."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from functions.inventory import store, table
from functions.inventory.level import Change, InsufficientStock, Level, StockMoved
from functions.inventory.lifecycle import Status
from functions.inventory.movement import Kind, Movement
from functions.inventory.picks import Pick
from functions.inventory.reservations import Changes, Reservation, Shelf
from shared import clock
from shared.dynamo import Item, Write
from shared.dynamo.reads import pause_s
from shared.dynamo.writes import Refusal
from shared.errors import Stale

T = TypeVar("T")

TRIES = 60  # more than there are locations (50): each time the stock moved, one more of them has run dry
PATIENCE_S = 12  # a rush on one shelf is served one order after the other; a request has 25 s, and payment comes after
PAUSE_STEPS = 4  # pauses double up to 400 ms and stay there


def retry_reserving(attempt: Callable[[], T]) -> T:
    """Run load → plan → commit until it is through or the stock is really gone, however many others buy the same.

    Stock that moved under a plan is somebody else's success, so the wait is for others and never in vain. Raises Stale
    only when PATIENCE_S or TRIES are over.
    """
    deadline = clock.source() + PATIENCE_S
    for again in range(1, TRIES):
        try:
            return attempt()
        except Stale:
            if clock.source() > deadline:
                raise
            clock.pause(pause_s(min(again, PAUSE_STEPS)))
    return attempt()


def reserve(order_id: str, picks: Sequence[Pick], until: datetime, now: datetime) -> tuple[Write, ...]:
    """Set the planned picks aside for an order; one write a pick and one for the reservation.

    Raises StockMoved from the commit where others were faster: read and plan again (`retry_reserving`).
    """
    new = Reservation(order_id, Status.HELD, until, tuple(picks), version=1, updated_at=now)
    changes = {(pick.variant_id, pick.location_id): Change(reserved=pick.quantity) for pick in picks}
    return *_moves(changes, lambda *_: lambda _: StockMoved()), store.save_reservation(new)


def extend(reservation: Reservation, until: datetime, now: datetime) -> tuple[Write, ...]:
    """Hold it for longer, while the money is awaited. Raises NotAllowed."""
    return (store.save_reservation(reservation.held_until(until, now)),)


def commit_reservation(reservation: Reservation, now: datetime) -> tuple[Write, ...]:
    """The order is paid: keep it until it ships. Raises NotAllowed."""
    return (store.save_reservation(reservation.committed(now)),)


def release(
    reservation: Reservation,
    now: datetime,
    *,
    expired: bool = False,
    restock: bool = True,
) -> tuple[Write, ...]:
    """Give back what has not shipped; one write a pick and one for the reservation. Raises NotAllowed.

    restock: False leaves it on hand as damaged, until somebody has looked at it.
    """
    after, changes = reservation.released(now, expired=expired, restock=restock)
    return *_moves(changes), store.save_reservation(after)


def consume(
    reservation: Reservation,
    items: Mapping[str, int],
    location_id: str,
    now: datetime,
    reference: str,
    by: str = "shop",
) -> tuple[Write, ...]:
    """A shipment leaves from a location: on hand and reserved fall, a movement each, the reservation counts it.

    items: units by variant. reference: the shipment's id. by: who ships, a key's id. It may leave from another location
    than planned, if there is free stock; else, and where a count found less than was planned, InsufficientStock from
    the commit. Two writes a variant, one for each other location that is freed, and one. Raises NotAllowed,
    NotReserved, ShipmentTooLarge.
    """
    after, changes = reservation.shipped(items, location_id, now)
    movements = [
        Movement(
            id=store.new_movement_id(now),
            variant_id=variant_id,
            location_id=location_id,
            kind=Kind.SALE,
            delta=-quantity,
            on_hand_delta=-quantity,
            reason=None,
            note="",
            reference=reference,
            by=by,
            created_at=now,
        )
        for variant_id, quantity in items.items()
    ]
    return *_moves(changes, _short), *store.save_movements(movements), store.save_reservation(after)


def _short(shelf: Shelf, change: Change) -> Refusal:
    def refusal(found: Item | None) -> Exception:
        level = table.level_of(found) if found else Level(*shelf)
        leaving, wanted = -change.on_hand, -change.available
        if -change.reserved > level.reserved:  # what was to be unreserved is not reserved any more
            return Stale()
        if leaving > level.on_hand:  # it was counted, and less is there than is set aside
            return _insufficient(shelf, leaving, level.on_hand)
        return _insufficient(shelf, wanted, level.for_sale)  # the write asks for nothing else

    return refusal


def _insufficient(shelf: Shelf, requested: int, available: int) -> InsufficientStock:
    return InsufficientStock([{"variant_id": shelf[0], "requested": requested, "available": available}])


def _moves(
    changes: Changes, refusal: Callable[[Shelf, Change], Refusal] = lambda *_: lambda _: Stale()
) -> tuple[Write, ...]:
    return tuple(store.move_level(*shelf, change, refusal(shelf, change)) for shelf, change in changes.items())
