"""The states of a ticket, and the one table of what may follow what."""

from enum import StrEnum

from shared.errors import Refused


class Status(StrEnum):
    """A ticket's states: whom it waits for."""

    OPEN = "open"  # waits for the shop
    PENDING = "pending"  # waits for who asked
    ON_HOLD = "on_hold"  # waits for somebody else: a carrier, a supplier
    SOLVED = "solved"  # answered; whoever asked may write again within two weeks, which opens it
    CLOSED = "closed"  # over for good; what comes up now is a new ticket


TRANSITIONS: dict[Status, set[Status]] = {
    Status.OPEN: {Status.PENDING, Status.ON_HOLD, Status.SOLVED},
    Status.PENDING: {Status.OPEN, Status.ON_HOLD, Status.SOLVED},
    Status.ON_HOLD: {Status.OPEN, Status.PENDING, Status.SOLVED},
    Status.SOLVED: {Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.CLOSED},
    Status.CLOSED: set(),
}


class WrongState(Refused):
    """The ticket is not in a state in which this can be done."""

    code = "wrong_state"

    def __init__(self, status: Status) -> None:
        super().__init__(f"The ticket is {status}.", details={"status": status.value})


def check(before: Status, after: Status) -> None:
    """Raises WrongState where `after` may not follow on `before`; a state may stay what it is."""
    if after is not before and after not in TRANSITIONS[before]:
        raise WrongState(before)
