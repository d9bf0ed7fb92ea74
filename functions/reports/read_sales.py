"""The sales of some days: closed days from their files, the others counted from their facts."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from events import OrderPlaced
from functions.reports import store, summary
from functions.reports.closing import Closing
from functions.reports.counts import Counts, count
from functions.reports.fact import Fact
from shared.dynamo import fetch
from shared.errors import Invalid
from shared.files import get_file

DAYS_MAX = 92  # a quarter; a closed day is one file, so this is two seconds at the most
FACTS_MAX = 50_000  # counted in one call, some five seconds; a day with more is asked for once it is closed


class WrongRange(Invalid):
    """Days that cannot be asked for."""

    status = 400
    code = "invalid_range"


class TooManyFacts(Invalid):
    """More than one call can count."""

    code = "report_too_large"

    def __init__(self) -> None:
        super().__init__(
            "The days that are not closed yet hold too many sales for one call; ask for fewer days.", param="from"
        )


def sales_by_day(first: date, last: date, now: datetime) -> list[tuple[date, Counts]]:
    """The counts of each day from first to last, which are exact at any time. Raises WrongRange, TooManyFacts."""
    _check(first, last)
    closings = store.closings(first, last)
    is_open = {end.day for end in store.open_ends(first, last)}  # after the closings: these marks go with a new closing
    tomorrow = now.date() + timedelta(days=1)  # a clock may be ahead; later days have no facts
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    left = FACTS_MAX
    counted = []
    for day in (day for day in days if day <= tomorrow):
        closing = None if day in is_open else closings.get(day)
        counts = _of_file(closing) if closing else None
        if counts is None:
            facts = facts_within(day, left)
            left -= len(facts)
            counts = count(facts, sales_for(facts))
        counted.append((day, counts))
    return counted


def facts_within(day: date, most: int) -> list[Fact]:
    """The day's facts. Raises TooManyFacts where there are more than `most`."""
    facts: list[Fact] = []
    for fact in store.facts(day):
        if len(facts) == most:
            raise TooManyFacts
        facts.append(fact)
    return facts


def sales_for(facts: list[Fact]) -> dict[str, OrderPlaced]:
    """The sales that the other facts refer to, as far as we have heard of them."""
    (sales,) = fetch(store.sales(_referred_to(facts)))
    return sales


def _referred_to(facts: list[Fact]) -> Iterator[str]:
    return (fact.order_id for fact in facts if not isinstance(fact.event, OrderPlaced))


def _of_file(closing: Closing) -> Counts | None:
    """The counts of a closed day; None where its file is not the one that was closed with."""
    content = get_file(closing.files[0])
    if content is None or hashlib.sha256(content).hexdigest() != closing.summary_hash:
        return None
    return summary.read(content)


def _check(first: date, last: date) -> None:
    if last < first:
        raise WrongRange("`to` is before `from`.", param="to")
    if (last - first).days >= DAYS_MAX:
        raise WrongRange(f"A report is of {DAYS_MAX} days at most.", param="to", details={"days_max": DAYS_MAX})
