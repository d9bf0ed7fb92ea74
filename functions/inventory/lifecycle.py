"""The states of a reservation and the one table of how they may follow each other."""

from enum import StrEnum

from shared.errors import Refused


class Status(StrEnum):
    """Where a reservation stands."""

    HELD = "held"  # set aside for an order that awaits its money; until `until`
    COMMITTED = "committed"  # the order is paid: set aside until it ships
    CONSUMED = "consumed"  # all of it has shipped
    RELEASED = "released"  # the order was canceled: what had not shipped went back
    EXPIRED = "expired"  # the money did not come in time: all of it went back


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.HELD: frozenset({Status.COMMITTED, Status.RELEASED, Status.EXPIRED}),
    Status.COMMITTED: frozenset({Status.CONSUMED, Status.RELEASED}),
    Status.CONSUMED: frozenset(),
    Status.RELEASED: frozenset(),
    Status.EXPIRED: frozenset(),
}


LIVE = frozenset({Status.HELD, Status.COMMITTED})  # in these, something is set aside


class NotAllowed(Refused):
    """The reservation is in a state that does not lead there."""

    code = "reservation_state"

    def __init__(self, now: Status, wanted: Status) -> None:
        super().__init__(f"A reservation that is {now} cannot be {wanted}.", details={"status": now.value})


def require(now: Status, wanted: Status) -> None:
    """Raises NotAllowed where the table does not lead from one to the other."""
    if wanted not in TRANSITIONS[now]:
        raise NotAllowed(now, wanted)
