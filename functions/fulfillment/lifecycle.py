"""The states of a shipment and of its tracking, and which may follow which."""

from enum import StrEnum

from shared.errors import Refused


class Status(StrEnum):
    SHIPPED = "shipped"  # handed to the carrier; on its way
    DELIVERED = "delivered"  # the carrier, or staff, say that the shopper has it
    RETURNED = "returned"  # the carrier turned it round: it comes back undelivered, and waits for staff


# The last two change places where an older report comes late: whichever came first by the carrier's clock is true.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.SHIPPED: frozenset([Status.DELIVERED, Status.RETURNED]),
    Status.DELIVERED: frozenset([Status.RETURNED]),
    Status.RETURNED: frozenset([Status.DELIVERED]),
}


class WrongFulfillmentState(Refused):
    """The parcel has arrived, or has turned round."""

    code = "wrong_state"

    def __init__(self, status: Status) -> None:
        super().__init__(f"The fulfillment is {status}.", details={"status": status.value})


class TrackingStatus(StrEnum):
    """What the carrier says, in the words that tracking services share; declared in rank order.

    Reports come late, twice and shuffled, so what stands follows from when each was true by the carrier's clock, and
    not from when we heard it (`reports.py`). Within one attempt the highest rank stands; a `failure` ends an attempt,
    and what is later than it is the next one. `return_to_sender` covers the whole way back and the arrival there: a
    `delivered` after it is the sender's.
    """

    UNKNOWN = "unknown"  # nothing was said yet, or nothing that we understand
    PRE_TRANSIT = "pre_transit"  # the label exists; the carrier does not have the parcel
    IN_TRANSIT = "in_transit"  # between its stations
    OUT_FOR_DELIVERY = "out_for_delivery"  # on the van
    FAILURE = "failure"  # the attempt failed, or the carrier damaged or lost it
    AVAILABLE_FOR_PICKUP = "available_for_pickup"  # waits for the shopper at a shop or a locker
    RETURN_TO_SENDER = "return_to_sender"  # goes back, or has gone back
    DELIVERED = "delivered"  # the shopper has it


RANKS: dict[TrackingStatus, int] = {status: rank for rank, status in enumerate(TrackingStatus)}


def tracking_status(text: str) -> TrackingStatus:
    """The status of this name; a name we do not know tells us nothing, which is `unknown`."""
    return TrackingStatus(text) if text in set(TrackingStatus) else TrackingStatus.UNKNOWN


class Outcome(StrEnum):
    """What became of a carrier's event."""

    APPLIED = "applied"  # it told something new of a parcel
    IGNORED = "ignored"  # its parcels were that far already
    QUARANTINED = "quarantined"  # no parcel has its number; its report waits in case one is recorded later
