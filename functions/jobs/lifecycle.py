"""The states of a job, and the one table of what may follow what."""

from enum import StrEnum

from shared.errors import Refused


class Status(StrEnum):
    """A job's states."""

    QUEUED = "queued"  # begun or gone on with, and nobody works yet
    RUNNING = "running"  # its chunks are known and worked on
    DONE = "done"  # every chunk is done; the result is there
    FAILED = "failed"  # some chunks could not be done; it may be gone on with
    CANCELED = "canceled"  # nothing more is done; it may be gone on with


TRANSITIONS: dict[Status, set[Status]] = {
    Status.QUEUED: {Status.RUNNING, Status.FAILED, Status.CANCELED},
    Status.RUNNING: {Status.QUEUED, Status.DONE, Status.FAILED, Status.CANCELED},
    Status.DONE: set(),
    Status.FAILED: {Status.QUEUED},
    Status.CANCELED: {Status.QUEUED},
}
OPEN = (Status.QUEUED, Status.RUNNING)


class WrongState(Refused):
    """The job is not in a state in which this can be done."""

    code = "wrong_state"

    def __init__(self, status: Status) -> None:
        super().__init__(f"The job is {status}.", details={"status": status.value})


def check(before: Status, after: Status) -> None:
    """Raises WrongState where `after` may not follow on `before`."""
    if after not in TRANSITIONS[before]:
        raise WrongState(before)
