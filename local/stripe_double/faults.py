"""Switches that make single API calls go wrong: which call, how, how often."""

import itertools
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, NoReturn

from local.stripe_double.answers import Hangup
from local.stripe_double.errors import key_in_use, too_many_requests, unavailable

MAX_FAULTS = 100  # switches at a time; a test uses a handful
MAX_SLOW_S = 120.0  # longer than any client waits


class Point(StrEnum):
    """Where in a call a fault strikes."""

    ARRIVING = "arriving"  # before anything happened, the idempotency key untouched
    EXECUTING = "executing"  # the key is claimed, the effect not yet there
    ANSWERING = "answering"  # the effect is there and saved, the caller does not know


POINTS = {
    "lost_request": Point.ARRIVING,  # the connection closes
    "down": Point.ARRIVING,  # 503, by default until switched off
    "error_429": Point.ARRIVING,
    "error_409": Point.ARRIVING,
    "slow": Point.EXECUTING,  # waits slow_s first; the key is in use meanwhile
    "error_500": Point.EXECUTING,  # with or without the effect; saved under the key
    "lost_response": Point.ANSWERING,  # the connection closes
}


@dataclass(slots=True)
class Fault:
    """One switch. Skips the first `after` calls that match, strikes the next `times` (None: until removed)."""

    fault: str
    call: str = "*"  # an operation such as payment_intents.create, or a pattern such as refunds.*
    times: int | None = 1
    after: int = 0
    slow_s: float = 1.0
    effect: bool = True  # error_500 only: whether the effect happens
    code: str = "rate_limit"  # error_429 only: or lock_timeout
    id: str = ""
    seen: int = field(default=0)
    struck: int = field(default=0)

    def strikes(self, operation: str) -> bool:
        """Count a call that reached this fault's point; whether it goes wrong."""
        if not fnmatchcase(operation, self.call) or (self.times is not None and self.struck >= self.times):
            return False
        self.seen += 1
        if self.seen <= self.after:
            return False
        self.struck += 1
        return True


class Faults:
    """The switches that are on. The caller holds the world's lock."""

    def __init__(self) -> None:
        self._on: dict[str, Fault] = {}
        self._number = itertools.count(1)

    def add(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Switch a fault on. Raises ValueError with a sentence for a wish that makes no sense."""
        fault = _checked(wish)
        if len(self._on) >= MAX_FAULTS:
            raise ValueError(f"{MAX_FAULTS} faults are switched on already")
        fault.id = f"fault_{next(self._number)}"
        self._on[fault.id] = fault
        return asdict(fault)

    def drop_spent(self) -> None:
        """Switch off those that have struck as often as they may."""
        self._on = {
            name: fault for name, fault in self._on.items() if fault.times is None or fault.struck < fault.times
        }

    def remove(self, fault_id: str | None = None) -> None:
        """Switch one fault off, or all. Raises KeyError for an unknown id."""
        if fault_id is None:
            self._on.clear()
        else:
            del self._on[fault_id]

    def listed(self) -> list[dict[str, Any]]:
        """Every switch, with how often it was reached and struck."""
        return [asdict(fault) for fault in self._on.values()]

    def striking(self, operation: str, point: Point) -> list[Fault]:
        """The faults that strike a call at a point, in the order they were switched on."""
        return [fault for fault in self._on.values() if POINTS[fault.fault] is point and fault.strikes(operation)]


def refuse(fault: Fault, key: str) -> NoReturn:
    """What a caller gets from a fault on arrival. Raises Hangup or StripeError."""
    if fault.fault == "lost_request":
        raise Hangup
    if fault.fault == "down":
        raise unavailable()
    if fault.fault == "error_409":
        raise key_in_use(key)
    raise too_many_requests(fault.code)


def _checked(wish: dict[str, Any]) -> Fault:
    if wish.get("fault") not in POINTS:
        raise ValueError(f"fault must be one of {', '.join(POINTS)}")
    allowed = {"fault", "call", "times", "after", "slow_s", "effect", "code"}
    if unknown := set(wish) - allowed:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; a fault has {', '.join(sorted(allowed))}")
    if wish["fault"] == "down":
        wish = {"times": None, **wish}
    fault = Fault(**wish)
    if not 0 <= fault.slow_s <= MAX_SLOW_S:
        raise ValueError(f"slow_s must be between 0 and {MAX_SLOW_S}")
    if fault.code not in ("rate_limit", "lock_timeout"):
        raise ValueError("code must be rate_limit or lock_timeout")
    return fault
