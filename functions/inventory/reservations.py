"""Reservations: what is set aside for an order, and what each of its steps does to the shelves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from functions.inventory.level import Change
from functions.inventory.lifecycle import LIVE, NotAllowed, Status, require
from functions.inventory.picks import Pick
from shared.errors import Refused

Shelf = tuple[str, str]  # (variant_id, location_id)
Changes = dict[Shelf, Change]

SHIPMENT_SHELVES_MAX = 44  # two writes each, a level and a movement; eleven are left for the reservation, the shipment
# and the audit log


class NotReserved(Refused):
    """More is to be shipped than is set aside for the order."""

    code = "not_reserved"

    def __init__(self, variant_id: str, requested: int, reserved: int) -> None:
        details = {"variant_id": variant_id, "requested": requested, "reserved": reserved}
        super().__init__("More would ship than is set aside for the order.", details=details)


class ShipmentTooLarge(Refused):
    """The shipment touches more shelves than one commit can hold; ship it in parts."""

    code = "shipment_too_large"

    def __init__(self) -> None:
        super().__init__(f"A shipment takes from {SHIPMENT_SHELVES_MAX} shelves at the most; ship in parts.")


@dataclass(frozen=True)
class Reservation:
    """What is set aside for one order. Each method gives the next reservation and what it does to the shelves."""

    order_id: str
    status: Status
    until: datetime
    picks: tuple[Pick, ...]
    version: int
    updated_at: datetime

    @property
    def is_live(self) -> bool:
        """Whether it still holds something."""
        return self.status in LIVE

    def waits_for(self, shelf: Shelf) -> bool:
        """Whether something of this shelf is set aside in it, and has not shipped."""
        return self.is_live and any(pick.open and (pick.variant_id, pick.location_id) == shelf for pick in self.picks)

    def held_until(self, until: datetime, now: datetime) -> "Reservation":
        """Set aside for longer, while the money is awaited. Raises NotAllowed."""
        if self.status is not Status.HELD:
            raise NotAllowed(self.status, Status.HELD)
        return replace(self._with(self.picks, now), until=until)

    @property
    def is_held(self) -> bool:
        """Whether it awaits its order's money."""
        return self.status is Status.HELD

    def committed(self, now: datetime) -> "Reservation":
        """Paid for: it stays until it ships. Raises NotAllowed."""
        return self._next(Status.COMMITTED, self.picks, now)

    def released(self, now: datetime, *, expired: bool, restock: bool) -> tuple["Reservation", Changes]:
        """Given back, what has not shipped. Raises NotAllowed.

        restock: whether it may be sold again at once; otherwise it counts as damaged until somebody has looked at it.
        """
        after = self._next(Status.EXPIRED if expired else Status.RELEASED, self.picks, now)
        changes = {
            (pick.variant_id, pick.location_id): Change(reserved=-pick.open, damaged=0 if restock else pick.open)
            for pick in self.picks
            if pick.open
        }
        return after, changes

    def shipped(self, items: Mapping[str, int], location_id: str, now: datetime) -> tuple["Reservation", Changes]:
        """Some of it left from a location, which need not be the planned one: then its reservation moves there first.

        items: units by variant, each ≥ 1. Raises NotAllowed unless paid, NotReserved, ShipmentTooLarge.
        """
        if self.status is not Status.COMMITTED:
            raise NotAllowed(self.status, Status.CONSUMED)
        picks = {(pick.variant_id, pick.location_id): pick for pick in self.picks}
        changes: Changes = {}
        for variant_id, quantity in items.items():
            _ship(picks, changes, (variant_id, location_id), quantity)
        if len(changes) > SHIPMENT_SHELVES_MAX:
            raise ShipmentTooLarge
        kept = tuple(pick for pick in picks.values() if pick.quantity)
        is_done = not any(pick.open for pick in kept)
        return self._next(Status.CONSUMED, kept, now) if is_done else self._with(kept, now), changes

    def _next(self, status: Status, picks: tuple[Pick, ...], now: datetime) -> "Reservation":
        require(self.status, status)
        return replace(self._with(picks, now), status=status)

    def _with(self, picks: tuple[Pick, ...], now: datetime) -> "Reservation":
        return replace(self, picks=picks, version=self.version + 1, updated_at=now)


def _ship(picks: dict[Shelf, Pick], changes: Changes, shelf: Shelf, quantity: int) -> None:
    """Take units off one shelf: those set aside there first, then free ones for which another shelf's are freed."""
    variant_id, location_id = shelf
    here = picks.get(shelf, Pick(variant_id, location_id, 0))
    elsewhere = [pick for pick in picks.values() if pick.variant_id == variant_id and pick.location_id != location_id]
    reserved = here.open + sum(pick.open for pick in elsewhere)
    if quantity > reserved:
        raise NotReserved(variant_id, quantity, reserved)
    planned = min(quantity, here.open)
    moved = quantity - planned
    picks[shelf] = replace(here, quantity=here.quantity + moved, consumed=here.consumed + quantity)
    changes[shelf] = Change(on_hand=-quantity, reserved=-planned)
    for pick in elsewhere:
        freed = min(moved, pick.open)
        if freed:
            moved -= freed
            other = (variant_id, pick.location_id)
            picks[other] = replace(pick, quantity=pick.quantity - freed)
            changes[other] = Change(reserved=-freed)
