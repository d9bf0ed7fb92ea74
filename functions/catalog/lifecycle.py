"""A product's states, and which may follow which."""

from enum import StrEnum

from shared.errors import Refused


class Status(StrEnum):
    DRAFT = "draft"  # being written; staff see it, the store does not
    ACTIVE = "active"  # for sale
    ARCHIVED = "archived"  # no longer sold; kept because orders and reports name it


TRANSITIONS = {
    Status.DRAFT: {Status.ACTIVE, Status.ARCHIVED},
    Status.ACTIVE: {Status.DRAFT, Status.ARCHIVED},
    Status.ARCHIVED: {Status.DRAFT},  # what comes back is looked over before it is sold again
}


class StatusRefused(Refused):
    """The product cannot go from its state to that one."""

    code = "status_refused"

    def __init__(self, before: Status, after: Status) -> None:
        super().__init__(
            f"A product that is {before} cannot become {after}.", param="status", details={"status": before.value}
        )


def moved(before: Status, after: Status) -> Status:
    """The state after the move; staying is always allowed. Raises StatusRefused."""
    if after is not before and after not in TRANSITIONS[before]:
        raise StatusRefused(before, after)
    return after
