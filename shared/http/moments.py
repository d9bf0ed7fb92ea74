"""Times as filters of lists: `created_at[gte]=2026-11-22`, a day in UTC, or a time with its offset.

Times are compared as times, to the millisecond that is stored. A day is all of it: `[gte]` begins with it, `[lte]` ends
with it, `[gt]` begins after it and `[lt]` ends before it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from shared import clock, ids
from shared.errors import Invalid
from shared.http.models import Input
from shared.http.paging import PageQuery

TICK = timedelta(milliseconds=1)  # the grain of what is stored
DAY = timedelta(days=1)
FORM = "a day such as 2026-11-22, or a time such as 2026-11-22T08:00:00Z"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?P<second>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?"
# A plus that nobody escaped comes as a space.
_OFFSET = r"(?P<offset>[Zz]|[+ -][0-9]{2}:[0-9]{2})"
_MOMENT = re.compile(rf"(?P<day>{_DAY})(?:[Tt]{_TIME}{_OFFSET})?")


@dataclass(frozen=True)
class Span:
    """The stored ticks that a filter names: one, a whole day's, or none where it falls between two.

    first: the first tick that is not before what is named; last: the last that is not after it.
    """

    first: datetime
    last: datetime


def _span(given: object) -> object:
    if isinstance(given, Span):
        return given
    parts = _MOMENT.fullmatch(given) if isinstance(given, str) else None
    if parts is None:
        raise ValueError(f"must be {FORM}")
    try:
        return _named(**parts.groupdict())
    except (ValueError, OverflowError):  # the 30th of February, the 25th hour, before the first day
        raise ValueError(f"is no date: it must be {FORM}") from None


def _named(day: str, second: str | None, fraction: str | None, offset: str | None) -> Span:
    if second is None or offset is None:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return Span(start, start + (DAY - TICK))
    zone = "+00:00" if offset in "Zz" else offset.replace(" ", "+")
    whole, rest = (fraction or "")[:3].ljust(3, "0"), (fraction or "")[3:]
    last = datetime.fromisoformat(f"{day}T{second}.{whole}{zone}").astimezone(UTC)
    return Span(last + TICK if rest.strip("0") else last, last)


Moment = Annotated[
    Span,
    BeforeValidator(_span),
    WithJsonSchema(
        {
            "type": "string",
            "description": "A day in UTC, all of it (`2026-11-22`), or a time (`2026-11-22T08:00:00Z`).",
            "examples": ["2026-11-22"],
        }
    ),
]


class WrongRange(Invalid):
    """A time that ends before it begins."""

    status = 400
    code = "invalid_range"

    def __init__(self, param: str) -> None:
        super().__init__(f"`{param}` is before the time that the range begins with.", param=param)


@dataclass(frozen=True)
class Between:
    """The ticks from `first` to `last`, both included; None where that end is open."""

    first: datetime | None = None
    last: datetime | None = None

    @property
    def is_all(self) -> bool:
        """Whether every time is in it."""
        return self.first is None and self.last is None

    @property
    def stamps(self) -> tuple[str, str]:
        """The bounds for stored times."""
        return clock.stamp(self.first) if self.first else "0", clock.stamp(self.last) if self.last else "~"

    def ids(self, prefix: str) -> tuple[str, str]:
        """The bounds for ids with this prefix that were made at these times."""
        low, high = prefix + "_", prefix + "_~"
        first = ids.bounds(self.first)[0] if self.first else ""
        return low + first, low + ids.bounds(self.last)[1] if self.last else high

    def holds(self, stamp: str) -> bool:
        """Whether a stored time is in it."""
        low, high = self.stamps
        return low <= stamp <= high


class Created(Input):
    """What can be cut by when its things were made."""

    created_at_gte: Moment | None = None
    created_at_gt: Moment | None = None
    created_at_lte: Moment | None = None
    created_at_lt: Moment | None = None

    @property
    def created(self) -> Between:
        """What the four bounds leave. Raises WrongRange."""
        return between(self, "created_at")


class CreatedWithin(Created, PageQuery):
    """A list that can be cut by when its things were made; the list's own filters are added by a subclass."""


def between(query: Input, name: str) -> Between:
    """What the query's bounds of this name leave: `shipped_at_gte`, `_gt`, `_lte` and `_lt`. Raises WrongRange."""
    given: dict[str, Span | None] = {how: getattr(query, f"{name}_{how}") for how in ("gte", "gt", "lte", "lt")}
    firsts = [span.first for how, span in given.items() if span and how == "gte"]
    firsts += [_after(span.last, f"{name}[gt]") for how, span in given.items() if span and how == "gt"]
    lasts = [(span.last, f"{name}[lte]") for how, span in given.items() if span and how == "lte"]
    lasts += [
        (_before(span.first, f"{name}[lt]"), f"{name}[lt]") for how, span in given.items() if span and how == "lt"
    ]
    first = max(firsts, default=None)
    last, param = min(lasts, default=(None, ""))
    if first and last and first > last:
        raise WrongRange(param)
    return Between(first, last)


def _after(moment: datetime, param: str) -> datetime:
    try:
        return moment + TICK
    except OverflowError:
        raise WrongRange(param) from None


def _before(moment: datetime, param: str) -> datetime:
    try:
        return moment - TICK
    except OverflowError:
        raise WrongRange(param) from None
