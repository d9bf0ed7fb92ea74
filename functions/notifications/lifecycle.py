"""The states of a mail."""

from enum import StrEnum


class Status(StrEnum):
    OWED = "owed"  # to be sent; tried now and then until it is
    SENT = "sent"  # the mail service has it
    DROPPED = "dropped"  # what it would tell of is not there any more
    FAILED = "failed"  # tried as often as we try; someone has to look


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.OWED: frozenset([Status.SENT, Status.DROPPED, Status.FAILED]),
    Status.SENT: frozenset(),
    Status.DROPPED: frozenset(),
    Status.FAILED: frozenset(),
}
