"""A set of seeds, kept as ranges, so that a million of them are one line."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Range = tuple[int, int]  # first and last, both of them in it


@dataclass(frozen=True)
class Seeds:
    """ranges: sorted, with gaps between them."""

    ranges: tuple[Range, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Seeds":
        """`0-4999,7000` is the first 5,000 and one more. Raises ValueError."""
        return cls(_joined(_range(part) for part in text.split(",")))

    @classmethod
    def one(cls, seed: int) -> "Seeds":
        """A single seed."""
        return cls(((seed, seed),))

    def __or__(self, other: "Seeds") -> "Seeds":
        return Seeds(_joined((*self.ranges, *other.ranges)))

    def __contains__(self, seed: int) -> bool:
        place = bisect_right(self.ranges, (seed, float("inf"))) - 1
        return place >= 0 and seed <= self.ranges[place][1]

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def __str__(self) -> str:
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in self.ranges)


def _range(text: str) -> Range:
    first, dash, last = text.strip().partition("-")
    found = (int(first), int(last if dash else first))
    if found[0] > found[1]:
        raise ValueError(f"{text} ends before it begins")
    return found


def _joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Sorted, and those that touch made one."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)
