"""When a schedule is due, in UTC: `rate(5 minutes)`, and cron lines of numbers, lists, ranges, steps, `*` and `?`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

UNITS_S = {"minute": 60, "hour": 3600, "day": 86_400}
DAYS_MAX = 366 * 8 + 1  # a leap day comes at least every eight years
FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 1, 7), ("year", 1970, 2199))

Next = Callable[[float], float]  # the first time that is due after this one, in seconds since the epoch


def schedule(expression: str, start: float) -> Next:
    """How to find a schedule's next time. start: from when a rate counts. Raises ValueError for what is neither."""
    if found := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return _rate(int(found[1]) * UNITS_S[found[2]], start)
    if found := re.fullmatch(r"cron\((.+)\)", expression):
        return Cron(found[1]).after
    raise ValueError(f"no schedule here knows {expression}")


def _rate(every_s: int, start: float) -> Next:
    return lambda now: start + every_s * (int((now - start) // every_s) + 1)


class Cron:
    """A line of EventBridge's: minute, hour, day of month, month, day of week (1 is Sunday), year."""

    def __init__(self, line: str) -> None:
        texts = line.split()
        if len(texts) != len(FIELDS):
            raise ValueError(f"a cron line has six fields, not {line}")
        if (texts[2] == "?") == (texts[4] == "?"):
            raise ValueError(f"exactly one of both days must be ?: {line}")
        parsed = [_values(text, least, most) for text, (_, least, most) in zip(texts, FIELDS, strict=True)]
        self._minutes, self._hours = sorted(parsed[0]), sorted(parsed[1])
        self._days, self._months, self._weekdays, self._years = parsed[2:]

    def after(self, now: float) -> float:
        """The first minute after this time that fits."""
        start = datetime.fromtimestamp(int(now), UTC).replace(second=0) + timedelta(minutes=1)
        midnight = start.replace(hour=0, minute=0)
        for days in range(DAYS_MAX):
            day = midnight + timedelta(days=days)
            if self._fits(day):
                for hour in self._hours:
                    for minute in self._minutes:
                        moment = day.replace(hour=hour, minute=minute)
                        if moment >= start:
                            return moment.timestamp()
        raise ValueError("this cron line is never due again")

    def _fits(self, day: datetime) -> bool:
        return (
            day.year in self._years
            and day.month in self._months
            and day.day in self._days
            and day.isoweekday() % 7 + 1 in self._weekdays
        )


@cache
def _values(text: str, least: int, most: int) -> frozenset[int]:
    """What a field lists: `*`, `?`, `5`, `1,15`, `9-17`, `0/10`, `9-17/2`."""
    return frozenset(value for part in text.split(",") for value in _part(part, least, most))


def _part(text: str, least: int, most: int) -> range:
    found = re.fullmatch(r"(?:[*?]|(\d+)(?:-(\d+))?)(?:/(\d+))?", text)
    if not found:
        raise ValueError(f"no cron line here knows {text}")
    first = int(found[1] or least)
    last = int(found[2]) if found[2] else first if found[1] and not found[3] else most
    step = int(found[3] or 1)
    if not (least <= first <= last <= most and step):
        raise ValueError(f"{text} is outside of {least} to {most}")
    return range(first, last + 1, step)
