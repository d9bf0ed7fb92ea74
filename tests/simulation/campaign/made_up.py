"""Made-up worlds, for the tests of what runs and counts worlds: they live for no time and do as they are told."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.faults import Fault, Step

AILING = 3  # the seed that something is wrong with
PLACE = "orders.store_api complete_cart._commit"
OPERATION = "TransactWriteItems"


@dataclass
class Broken:
    """A violation."""

    invariant: str
    what: str


@dataclass
class Result:
    """What `run.Result` has and anybody reads. Four orders and one fault a world."""

    seed: int
    digest: str
    orders: int = 4
    calls: int = 20
    runs: int = 8
    violations: list[Broken] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=lambda: Counter({"order made": 4}))
    reached: Counter[tuple[str, str]] = field(default_factory=lambda: Counter({(PLACE, OPERATION): 5}))
    made: Counter[tuple[str, str, Fault]] = field(default_factory=lambda: Counter({(PLACE, OPERATION, Fault.SLOW): 1}))
    cpu_s: float = 0.5
    script: list[Step] = field(default_factory=lambda: [(PLACE, OPERATION, 2, str(Fault.SLOW))])

    @property
    def faults(self) -> int:
        """Calls that met one."""
        return self.made.total()


def good(seed: int, *, rate: float, overrides: Mapping[str, Any], tell: Callable[[str], None] | None = None) -> Result:
    """A world in which all holds."""
    for line in (
        ("12:00  shopper 1 asks", "12:01  order_01ABCDE is made", "12:02  order_01FGHIJ is made") if tell else ()
    ):
        assert tell
        tell(line)
    return Result(seed, f"digest of {seed} at {rate}")


def violating(seed: int, **how: Any) -> Result:
    """One seed breaks a rule."""
    result = good(seed, **how)
    if seed == AILING:
        result.violations.append(Broken("I4", "more was refunded than was paid"))
    return result


def raising(seed: int, **how: Any) -> Result:
    """One seed comes upon a mistake of the simulation's own."""
    if seed == AILING:
        raise LookupError("nobody serves /nowhere")
    return good(seed, **how)


def hanging(seed: int, **how: Any) -> Result:
    """One seed never ends."""
    while seed == AILING:
        pass
    return good(seed, **how)


def dying(seed: int, **how: Any) -> Result:
    """One seed takes the process with it."""
    if seed == AILING:
        os._exit(7)
    return good(seed, **how)
