"""The states of an erasure, and the one table of what may follow what."""

from enum import StrEnum


class Status(StrEnum):
    """An erasure's states."""

    WAITING = "waiting"  # until no order is open, and then until the lists are empty
    FAILED = "failed"  # the last try; the next one comes by itself
    DONE = "done"  # what could tell who it was, is gone


TRANSITIONS: dict[Status, set[Status]] = {
    Status.WAITING: {Status.FAILED, Status.DONE},
    Status.FAILED: {Status.WAITING, Status.DONE},
    Status.DONE: set(),
}
