"""Where the processor's time goes while an order is placed: shares by package, of a profile of many orders."""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bench.costs.calm import calm_shop
from bench.costs.meter import Meter
from bench.costs.order import Order, open_shop
from tests.simulation.loop import Process
from tests.simulation.wire import wire

ORDERS = 40
Code = tuple[str, int, str]  # file, line, name; a function written in C has the file `~`

PACKAGES = (  # the first that a path or a name has in it
    ("stripe", "/stripe/"),
    ("powertools", "aws_lambda_powertools"),
    ("pydantic", "pydantic"),
    ("botocore", "/botocore/"),
    ("botocore", "/urllib3/"),
    ("shared/dynamo", "/shared/dynamo/"),
    ("shared", "/shared/"),
    ("functions", "/functions/"),
    ("events", "/events/"),
    ("json", "/json/"),
    ("json", "_json"),
    ("logging", "/logging/"),
    ("hashing", "hmac"),
    ("hashing", "_hashlib"),
    ("hashing", "sha256"),
)


def shares(orders: int = ORDERS) -> dict[str, float]:
    """Each package's share of the time from the cart to `placed`, the largest first. What is small is `the rest`."""
    found: Counter[str] = Counter()
    for code, seconds in _by_function(orders).items():
        found[_package(code)] += seconds  # type: ignore[assignment]
    whole = sum(found.values())
    return {name: seconds / whole for name, seconds in found.most_common()}


def _by_function(orders: int) -> Mapping[Code, float]:
    """Seconds of each function of Python's; what it calls in C is its own, but for pydantic's and json's."""
    seconds: Counter[Code] = Counter()
    stats: Any = pstats.Stats(_profile(orders))
    for code, (_, _, own, _, callers) in stats.stats.items():
        if code[0] != "~" or _package(code) != REST or not callers:
            seconds[code] += own
        else:
            for caller, (_, _, share, _) in callers.items():
                seconds[caller] += share
    return seconds


def _profile(orders: int) -> cProfile.Profile:
    profile = cProfile.Profile()
    with calm_shop(wire) as shop:
        goods = open_shop(shop)
        Order(shop, goods, lines=1).walk()
        with profiled(profile):
            for _ in range(orders):
                order = Order(shop, goods, lines=1)
                for work in (order.fill, order.say_where_to, order.complete, order.pay):
                    work()
                shop.rest()
    return profile


@contextmanager
def profiled(profile: cProfile.Profile) -> Iterator[None]:
    """Profile what meters count as a run's own time, and nothing else."""
    going, stopped = Meter.going, Meter.stopped

    def profiled_going(meter: Meter, process: Process, work: Callable[[], Any]) -> Any:
        def inside() -> Any:
            profile.enable()
            try:
                return work()
            finally:
                profile.disable()

        return going(meter, process, inside)

    def profiled_stopped(meter: Meter, work: Callable[[], Any]) -> Any:
        was_going = meter.is_going
        profile.disable()
        try:
            return stopped(meter, work)
        finally:
            if was_going:
                profile.enable()

    with patch.object(Meter, "going", profiled_going), patch.object(Meter, "stopped", profiled_stopped):
        yield


REST = "the rest"


def _package(code: Code) -> str:
    path, _, name = code
    where = name if path == "~" else path
    return next((package for package, sign in PACKAGES if sign in where), REST)
