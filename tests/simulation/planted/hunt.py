"""Hunting a planted bug: live through seeds with it until an invariant that should notice it speaks.

Whatever else speaks does not count: a bug may make a mess of a world in ways that have nothing to do with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from tests.simulation.planted.bug import Bug
from tests.simulation.planted.patching import planted
from tests.simulation.run import Result, simulate
from tests.simulation.world import World

SEEDS_MAX = 50  # within which every bug has to be caught
SHOPPERS = 40  # in a world as the seed draws it
FEWER = (5, 10, 20)  # a smaller crowd mostly catches it too, in a fraction of the time
FEW_SEEDS = 15  # with a smaller crowd each, before the large ones


@dataclass(frozen=True)
class Place:
    """A world to look for a bug in. The same seed with fewer shoppers has the same climate and another story."""

    seed: int
    shoppers: int = SHOPPERS


@dataclass(frozen=True)
class Catch:
    """How a bug was caught. seeds, orders: lived through from seed 0 on until the invariant spoke.

    again: the cheapest world known to catch it.
    """

    invariant: str
    seeds: int
    orders: int
    again: Place


class Spoke(BaseException):
    """An invariant did, so this world need not go on. Not an Exception, which the shop might keep."""

    def __init__(self, invariant: str, what: str, orders: int) -> None:
        super().__init__(f"{invariant}: {what}")
        self.invariant = invariant
        self.orders = orders  # made until then


def hunt(bug: Bug, seeds: int = SEEDS_MAX) -> Catch | None:
    """The bug's catch within so many seeds from 0 on, None where it survives them."""
    orders = 0
    for seed in range(seeds):
        lived = live_with(bug, Place(seed))
        if isinstance(lived, Spoke):
            return Catch(lived.invariant, seed + 1, orders + lived.orders, _cheapest(bug, seed))
        orders += lived
    return None


def cheapest_first() -> Iterator[Place]:
    """Where to look for a bug that is no longer caught where it was. A whole crowd costs as much as five small ones."""
    for shoppers in FEWER[:2]:
        yield from (Place(seed, shoppers) for seed in range(FEW_SEEDS))
    yield from map(Place, range(SEEDS_MAX))


def first_caught(bug: Bug, places: Iterable[Place]) -> tuple[Place, str] | None:
    """The first of the places where the bug is caught, and by which invariant."""
    lived = ((place, live_with(bug, place)) for place in places)
    return next(((place, spoke.invariant) for place, spoke in lived if isinstance(spoke, Spoke)), None)


def live_with(bug: Bug, place: Place) -> Spoke | int:
    """What was spoken by an invariant that is silent there without the bug; else how many orders were made in vain."""

    def expect(world: World, holds: bool, invariant: str, otherwise: str) -> None:
        if not holds and invariant in bug.invariants:
            raise Spoke(invariant, otherwise, world.happened["order made"])

    with planted(bug), patch.object(World, "expect", expect):
        try:
            return _simulate(place).orders
        except Spoke as spoke:
            spoken = spoke
    return spoken if is_sound(place) else spoken.orders


@cache
def is_sound(place: Place) -> bool:
    """Whether all invariants hold there without any bug of ours; else it proves nothing about one."""
    return not _simulate(place).violations


def _simulate(place: Place) -> Result:
    return simulate(place.seed, overrides={"shoppers": place.shoppers})


def _cheapest(bug: Bug, seed: int) -> Place:
    found = first_caught(bug, _cheaper(seed))
    return found[0] if found else Place(seed)


def _cheaper(seed: int) -> Iterator[Place]:
    yield from (Place(seed, shoppers) for shoppers in FEWER[:2])
    yield from (Place(other, FEWER[1]) for other in range(SEEDS_MAX // 5))
    yield Place(seed, FEWER[2])
