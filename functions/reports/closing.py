"""A closing: the report of a day that is over was written, and on which facts. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from functions.reports.fact import Fact

CATCH_UP_DAYS = 31  # days one run closes at the most; after a longer outage the next runs go on
WAIT_DAYS = 14  # how long a fact waits for its order's sale: a dead-letter queue keeps a message no longer


@dataclass(frozen=True)
class Closing:
    """inputs_hash: of the facts that were counted. summary_hash: of the summary file's bytes."""

    day: date
    version: int  # one more each time the day was looked at again
    revision: int  # one more each time the report changed, because facts had come late
    inputs_hash: str
    fact_count: int
    summary_hash: str
    files: tuple[str, ...]
    closed_at: str


@dataclass(frozen=True)
class OpenEnd:
    """A fact that the closing of its day may have missed: heard after that day, or before the sale it refers to."""

    day: date
    event_id: str


def inputs_hash(facts: Iterable[Fact]) -> str:
    """What a report was made of: the same facts in any order give the same hash."""
    return hashlib.sha256("\n".join(sorted(fact.event_id for fact in facts)).encode()).hexdigest()


def days_to_close(last_closed: date | None, first_fact: date | None, today: date) -> list[date]:
    """The days that are over and not closed, oldest first, at most CATCH_UP_DAYS of them.

    A shop that never closed a day begins with that of its first fact, or with yesterday.
    """
    yesterday = today - timedelta(days=1)
    first = last_closed + timedelta(days=1) if last_closed else min(first_fact or yesterday, yesterday)
    return [first + timedelta(days=n) for n in range(min((yesterday - first).days + 1, CATCH_UP_DAYS))]


def still_waits(day: date, today: date) -> bool:
    """Whether the sale that a fact of this day refers to may still be heard of."""
    return (today - day).days <= WAIT_DAYS
