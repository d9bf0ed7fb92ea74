"""The states of a shipment and of its tracking, and which may follow which."""

from enum import StrEnum


class Status(StrEnum):
    SHIPPED = "shipped"  # handed to the carrier; on its way
    DELIVERED = "delivered"  # the carrier says that the shopper has it


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.SHIPPED: frozenset([Status.DELIVERED]),
    Status.DELIVERED: frozenset(),
}


class TrackingStatus(StrEnum):
    """What the carrier says, in the words that tracking services share; declared in rank order.

    Reports come late, twice and shuffled, so a parcel's status is the highest-ranked one that was ever reported: the
    same in whatever order they come. A `failure` may still be resolved (a pickup, a return, a delivery after all), so
    all three outrank it. `return_to_sender` covers the whole way back and the arrival there; `delivered` is only ever
    said of the shopper's door, so it is the end, also for a parcel that had been turned round.
    """

    UNKNOWN = "unknown"  # nothing was said yet, or nothing that we understand
    PRE_TRANSIT = "pre_transit"  # the label exists; the carrier does not have the parcel
    IN_TRANSIT = "in_transit"  # between its stations
    OUT_FOR_DELIVERY = "out_for_delivery"  # on the van
    FAILURE = "failure"  # the carrier stopped trying, or damaged or lost it
    AVAILABLE_FOR_PICKUP = "available_for_pickup"  # waits for the shopper at a shop or a locker
    RETURN_TO_SENDER = "return_to_sender"  # goes back, or has gone back
    DELIVERED = "delivered"  # the shopper has it


RANKS: dict[TrackingStatus, int] = {status: rank for rank, status in enumerate(TrackingStatus)}


def later(one: TrackingStatus, other: TrackingStatus) -> TrackingStatus:
    """The one of the two that stands."""
    return max(one, other, key=RANKS.__getitem__)


def tracking_status(text: str) -> TrackingStatus:
    """The status of this name; a name we do not know tells us nothing, which is `unknown`."""
    return TrackingStatus(text) if text in set(TrackingStatus) else TrackingStatus.UNKNOWN


class Outcome(StrEnum):
    """What became of a carrier's event."""

    APPLIED = "applied"  # it moved its parcel's tracking status
    IGNORED = "ignored"  # its parcel was that far already
    QUARANTINED = "quarantined"  # no parcel has its number; its report waits in case one is recorded later
