"""Movements: why what is on the shelf changed, one line each, never altered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.inventory.level import Change


class Kind(StrEnum):
    """What moved it."""

    RECEIPT = "receipt"  # a delivery came in
    ADJUSTMENT = "adjustment"  # somebody counted, found, lost or broke something
    SALE = "sale"  # a shipment left


class Reason(StrEnum):
    """Why somebody adjusted a level. All but the last two change what is on hand."""

    COUNT = "count"  # the shelf was counted
    CORRECTION = "correction"  # something was booked wrong
    FOUND = "found"
    LOST = "lost"
    OTHER = "other"  # the note says what
    DISPOSED = "disposed"  # damaged units left the building: on hand and damaged both fall, what may be sold does not
    DAMAGED = "damaged"  # still there, not fit for sale: −1 makes one more damaged; +1 makes one fit for sale again


@dataclass(frozen=True)
class Movement:
    """One line of the book. delta: units as they were told; the sum of `on_hand_delta` is what is on hand."""

    id: str
    variant_id: str
    location_id: str
    kind: Kind
    delta: int
    on_hand_delta: int
    reason: str | None
    note: str
    reference: str | None  # a delivery's number, a shipment's id
    by: str  # who did it: a key's id, or the shop itself
    created_at: datetime


def adjustment(reason: Reason, delta: int) -> Change:
    """What an adjustment does to the buckets."""
    match reason:
        case Reason.DAMAGED:
            return Change(damaged=-delta)
        case Reason.DISPOSED:
            return Change(on_hand=delta, damaged=delta)
        case _:
            return Change(on_hand=delta)
