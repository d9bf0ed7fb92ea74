"""Making a failing world small: few shoppers, calm weather and the fewest faults that still show the same.

A seed's faults are written out as a script first, so that one of them can be left out while the others stay where they
were: leaving a draw out would change all that is drawn after it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from tests.simulation.campaign.task import Lived, Task
from tests.simulation.campaign.trace import Trace

TRIES_MAX = 40  # worlds that are lived through for it; most failures are small by then
FEWER_SHOPPERS = (1, 2, 3, 5, 8, 12, 20)

T = TypeVar("T")
Live = Callable[[Task], Lived]


class _NoMoreTries(Exception):
    """The smallest so far will do."""


@dataclass
class _Search:
    """Looks for a smaller world that violates the same. best: the smallest that did."""

    best: Lived
    invariant: str
    live: Live
    left: int

    def fails_with(self, overrides: Mapping[str, Any]) -> bool:
        """Whether it still fails when this is changed besides; then it is the best so far. Raises _NoMoreTries."""
        if not self.left:
            raise _NoMoreTries
        self.left -= 1
        before = self.best.task
        lived = self.live(Task(before.seed, before.rate, {**before.overrides, **overrides}))
        fails = any(each.invariant == self.invariant for each in lived.failures)
        if fails:
            self.best = lived
        return fails


def shrunk(failing: Lived, invariant: str, calm: Mapping[str, Any], live: Live, tries: int = TRIES_MAX) -> Trace:
    """The smallest world found. calm: what each condition is in good weather, by its dotted name; see `calm_of`."""
    search = _Search(failing, invariant, live, tries)
    try:
        any(search.fails_with({"shoppers": number}) for number in FEWER_SHOPPERS)
        _calm_down(search, calm)
        _drop_faults(search)
    except _NoMoreTries:
        pass
    return _trace(search)


def calm_of(climate: Any, calmed: Any, prefix: str = "") -> dict[str, Any]:
    """Where a climate is rougher than the same in good weather: dotted name → its value there."""
    found: dict[str, Any] = {}
    for each in fields(climate):
        here, there = getattr(climate, each.name), getattr(calmed, each.name)
        if here != there and is_dataclass(here):
            found |= calm_of(here, there, f"{prefix}{each.name}.")
        elif here != there:
            found[f"{prefix}{each.name}"] = there
    return found


def _calm_down(search: _Search, calm: Mapping[str, Any]) -> None:
    """All at once, else one half of it and what of the other can be."""
    rough = list(calm)
    for part in (rough, *_halves(rough)):
        if part and search.fails_with({name: calm[name] for name in part}) and part == rough:
            return


def _drop_faults(search: _Search) -> None:
    if search.fails_with({"mix.script": []}):
        return
    if not search.best.script or not search.fails_with({"mix.script": list(search.best.script)}):
        return
    fewest(search.best.script, lambda some: search.fails_with({"mix.script": list(some)}))


def fewest(things: Sequence[T], fail: Callable[[Sequence[T]], bool]) -> list[T]:
    """The fewest of them that still fail, by leaving out ever smaller parts: Zeller's delta debugging."""
    left = list(things)
    size = len(left) // 2
    while size:
        at = 0
        while at < len(left):
            without = left[:at] + left[at + size :]
            if without and fail(without):
                left = without
            else:
                at += size
        size //= 2
    return left


def _halves(things: Sequence[T]) -> Iterator[list[T]]:
    middle = len(things) // 2
    yield list(things[:middle])
    yield list(things[middle:])


def _trace(search: _Search) -> Trace:
    task = search.best.task
    what = next(each.what for each in search.best.failures if each.invariant == search.invariant)
    return Trace(task.seed, task.rate, search.invariant, what, search.best.digest, overrides=task.overrides)
