"""How much of something one caller may do in a window of time: counters in a table of their own, with an end.

| entity | pk | sk |
|---|---|---|
| counter | `LIMIT#{name}#{who}` | `FROM#{epoch second in which its window began}` |

Who is counted stands there as a fingerprint only. A window begins at a round time, the same for everybody.
"""

from dataclasses import dataclass
from datetime import datetime

from shared import clock, telemetry
from shared.dynamo import Write, count_up, counted
from shared.errors import RateLimited, Unavailable
from shared.signing import fingerprint
from shared.table import TableSpec

SPEC = TableSpec("limits", says=False)
HOUR_S, DAY_S = 3600, 86_400
KEPT_S = 3600  # after its window's end, for clocks that differ


@dataclass(frozen=True)
class Limit:
    """At most so many of it in a window of so many seconds. name: what clients are told, as in `details.limit`."""

    name: str
    most: int
    window_s: int


def count(limit: Limit, who: str, now: datetime) -> None:
    """Count one of who's. Raises RateLimited. Where the table does not answer, nobody is turned away for it."""
    try:
        is_counted = count_up(SPEC, _key(limit, who, now), limit.most, _ttl(limit, now))
    except Unavailable:
        telemetry.count("LimitsNotCounted")
        return
    if not is_counted:
        telemetry.count("CallersLimited")
        raise RateLimited(limit.name, _left_s(limit, now))


def counting(limit: Limit, who: str, now: datetime) -> Write:
    """The write that counts one of who's in the commit that does it. Raises RateLimited from the commit."""
    refused = RateLimited(limit.name, _left_s(limit, now))
    return counted(SPEC, _key(limit, who, now), limit.most, _ttl(limit, now), refusal=lambda _: refused)


def mailbox(email: str) -> str:
    """An e-mail address as one person's: in small letters, and without the part after a plus."""
    name, _, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _key(limit: Limit, who: str, now: datetime) -> tuple[str, str]:
    return f"LIMIT#{limit.name}#{fingerprint('limits', who)}", f"FROM#{_begun(limit, now)}"


def _begun(limit: Limit, now: datetime) -> int:
    return clock.epoch(now) // limit.window_s * limit.window_s


def _left_s(limit: Limit, now: datetime) -> int:
    return max(1, _begun(limit, now) + limit.window_s - clock.epoch(now))


def _ttl(limit: Limit, now: datetime) -> int:
    return _begun(limit, now) + limit.window_s + KEPT_S
