"""The states of carts and orders, and the one table of what may follow what."""

from enum import StrEnum

from shared.errors import Refused


class CartStatus(StrEnum):
    """A cart's states."""

    OPEN = "open"  # may be changed and completed
    COMPLETED = "completed"  # became an order
    MERGED = "merged"  # its lines are in its shopper's own cart, since they signed in; may be restored for a week


CART_TRANSITIONS: dict[CartStatus, set[CartStatus]] = {
    CartStatus.OPEN: {CartStatus.COMPLETED, CartStatus.MERGED},
    CartStatus.COMPLETED: set(),
    CartStatus.MERGED: {CartStatus.OPEN},
}


class Status(StrEnum):
    """An order's states. Payments, refunds and parcels have their own."""

    PENDING = "pending"  # stock is set aside until reserved_until; nothing is paid
    PLACED = "placed"  # paid; may be fulfilled
    EXPIRED = "expired"  # the money did not come in time; what comes late goes back
    CANCELED = "canceled"  # will not be fulfilled; what was paid goes back


TRANSITIONS: dict[Status, set[Status]] = {
    Status.PENDING: {Status.PLACED, Status.EXPIRED, Status.CANCELED},
    Status.PLACED: {Status.CANCELED},
    Status.EXPIRED: set(),
    Status.CANCELED: set(),
}


UNSHIPPABLE = "nothing of it can be shipped"


class WrongState(Refused):
    """The order is not in a state in which this can be done."""

    code = "wrong_state"

    def __init__(self, now: Status, so: str) -> None:
        """so: what cannot be done then, in the words of whoever asked for it."""
        super().__init__(f"The order is {now}; {so}.", details={"status": str(now)})


def check(now: Status, wanted: Status, asked: str = "") -> Status:
    """The wanted state, where it may follow. asked: what the caller calls it. Raises WrongState."""
    if wanted not in TRANSITIONS[now]:
        raise WrongState(now, f"it cannot be {asked or wanted}")
    return wanted
