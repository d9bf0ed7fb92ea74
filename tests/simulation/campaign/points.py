"""How much of what can go wrong did: every call in the code, times every fault that can meet it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.simulation.campaign.sums import Point, Sums
from tests.simulation.faults import possible

FILE = Path(__file__).parents[1] / "points.tsv"
HEAD = ("place", "operation", "kinds")
SEPARATOR = ", "  # between kinds

Known = Mapping[Point, tuple[str, ...]]  # point → the kinds that can meet it


@dataclass(frozen=True)
class Coverage:
    """What a run reached, beside what is known. made: (place, operation, kind) → how often."""

    known: Known
    reached: Counter[Point]
    made: Counter[tuple[str, str, str]]

    @property
    def total(self) -> int:
        """Pairs of a known point and a kind that is possible there."""
        return sum(map(len, self.known.values()))

    @cached_property
    def missing(self) -> dict[Point, tuple[str, ...]]:
        """Known points, and the kinds that no call there met."""
        left = {
            point: tuple(kind for kind in kinds if not self.made[(*point, kind)]) for point, kinds in self.known.items()
        }
        return {point: kinds for point, kinds in left.items() if kinds}

    @property
    def covered(self) -> int:
        """Pairs that happened at least once."""
        return self.total - sum(map(len, self.missing.values()))

    @property
    def share(self) -> float:
        """From 0 to 1; all of nothing is 1."""
        return self.covered / self.total if self.total else 1.0

    @property
    def new(self) -> list[Point]:
        """Points that were reached and that nobody knew of."""
        return sorted(point for point in self.reached if point not in self.known)

    def least(self, most: int) -> list[tuple[Point, tuple[str, ...]]]:
        """The points of which most is missing, with what is."""
        return sorted(self.missing.items(), key=lambda each: (-len(each[1]) / len(self.known[each[0]]), each[0]))[:most]


def coverage(sums: Sums, known: Known) -> Coverage:
    """Of a run."""
    return Coverage(known, sums.reached, sums.made)


def reached_by(sums: Sums) -> Known:
    """The points that a run reached, as they go into the list of those that are known."""
    return {point: tuple(map(str, possible(point[1]))) for point in sorted(sums.reached)}


def read(path: Path = FILE) -> Known:
    """The list of known points."""
    head, *lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    assert tuple(head) == HEAD
    return {(place, operation): tuple(kinds.split(SEPARATOR)) for place, operation, kinds in lines}


def write(known: Known, path: Path = FILE) -> None:
    """Write the list of known points."""
    path.write_text("".join(f"{line}\n" for line in _lines(known)), encoding="utf-8")


def _lines(known: Known) -> Iterable[str]:
    yield "\t".join(HEAD)
    for (place, operation), kinds in sorted(known.items()):
        yield "\t".join((place, operation, SEPARATOR.join(kinds)))
