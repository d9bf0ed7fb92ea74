"""What time it is. The only place that asks; rules get the time as an argument."""

import time as _time
from collections.abc import Callable
from datetime import UTC, datetime

source: Callable[[], float] = _time.time  # seconds since the epoch; a test or a simulation puts its own here
pause: Callable[[float], None] = _time.sleep  # waits that many seconds; likewise


def now() -> datetime:
    """The current time in UTC, cut to milliseconds, as it is stored and shown."""
    return datetime.fromtimestamp(int(source() * 1000) / 1000, UTC)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, so that text order is time order: `2026-11-22T08:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970, as DynamoDB's TTL and tokens count."""
    return int(moment.timestamp())
