"""The Lambdas that may fail for good, as the plan has them: what wakes each, and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What wakes it."""

    WORKER = "worker"  # events, by a queue
    MAILBOX = "mailbox"  # mail that comes in, by a queue
    PUBLISHER = "publisher"  # its table's stream, and every minute the clock
    WATCHER = "watcher"  # its table's stream
    SCHEDULE = "schedule"  # the clock

    @property
    def has_queue(self) -> bool:
        """Whether messages wait for it, beside those that are dead."""
        return self in (Kind.WORKER, Kind.MAILBOX)

    @property
    def is_by_clock(self) -> bool:
        """Whether it can be run at any time."""
        return self in (Kind.PUBLISHER, Kind.SCHEDULE)


@dataclass(frozen=True)
class Part:
    """A Lambda with a dead-letter queue.

    title: `orders-on_payment`. runs: how often, `rate(5 minutes)`, where it is by the clock. when: a watcher's filters.
    """

    title: str
    kind: Kind
    runs: str | None = None
    when: Sequence[Mapping[str, Any]] = ()

    @property
    def dead_letters(self) -> str:
        """The title of its dead-letter queue."""
        return f"{self.title}-dlq"
