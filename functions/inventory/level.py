"""Levels: how much of a variant is at a location, and how that may change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from shared.errors import Refused, Stale


class InsufficientStock(Refused):
    """There is not as much as was asked for. items: each {"variant_id", "requested", "available"}."""

    code = "insufficient_stock"

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("There is not enough stock.", details={"items": [dict(item) for item in items]})
        self.items = list(items)


class StockMoved(Stale):
    """Others took the stock between the plan and its commit; fresh levels tell whether there is more elsewhere."""


@dataclass(frozen=True)
class Level:
    """A variant at a location, in units. `available` is stored beside the others and always moves with them.

    It falls below zero where more safety stock is asked for than there is, or a count finds less than is set aside.
    Then nothing is for sale.
    """

    variant_id: str
    location_id: str
    on_hand: int = 0  # physically there, damaged ones included
    reserved: int = 0  # of those, set aside for orders
    safety_stock: int = 0  # of those, never sold
    damaged: int = 0  # of those, not fit for sale
    available: int = 0  # what may be sold: on_hand − reserved − safety_stock − damaged
    incoming: int = 0  # ordered from suppliers and not here yet; for people to see, nothing is decided by it
    reorder_point: int = 0  # at this many available or fewer the level is low
    version: int = 0  # 0: never written

    @property
    def for_sale(self) -> int:
        """Units that may be sold."""
        return max(0, self.available)

    @property
    def short(self) -> int:
        """Units that are set aside for orders and not there, or not fit for sale."""
        return max(0, self.reserved - (self.on_hand - self.damaged))

    @property
    def is_low(self) -> bool:
        """Whether it is time to reorder. A level that was never written is not low, it is not there."""
        return self.version > 0 and self.available <= self.reorder_point

    def with_thresholds(self, thresholds: Mapping[str, Any]) -> "Level":
        """The level with another reorder point, safety stock or count of incoming units.

        thresholds: some of these fields, in units. More safety stock is taken from what is available, also where that
        is less: then nothing is for sale until more comes.
        """
        more = thresholds.get("safety_stock", self.safety_stock) - self.safety_stock
        return replace(self, **{**thresholds, "available": self.available - more, "version": self.version + 1})

    def moved(self, change: "Change") -> "Level":
        """The level after a change, which the caller has found to be possible."""
        return replace(
            self,
            on_hand=self.on_hand + change.on_hand,
            reserved=self.reserved + change.reserved,
            damaged=self.damaged + change.damaged,
            available=self.available + change.available,
            version=self.version + 1,
        )


@dataclass(frozen=True)
class Change:
    """What a level's buckets gain (or lose, where negative). What becomes available follows from it."""

    on_hand: int = 0
    reserved: int = 0
    damaged: int = 0

    @property
    def available(self) -> int:
        """The gain of what may be sold."""
        return self.on_hand - self.reserved - self.damaged

    def __add__(self, other: "Change") -> "Change":
        return Change(
            self.on_hand + other.on_hand,
            self.reserved + other.reserved,
            self.damaged + other.damaged,
        )


@dataclass(frozen=True)
class Levels:
    """The levels of some variants at the active locations, by (variant_id, location_id); all of them are there."""

    levels: Mapping[tuple[str, str], Level]

    def at(self, variant_id: str, location_id: str) -> int:
        """Units of the variant that may be sold from there."""
        level = self.levels.get((variant_id, location_id))
        return level.for_sale if level else 0

    def available(self, variant_id: str) -> int:
        """Units of the variant that may be sold from all active locations together."""
        return self._sums[variant_id]

    @cached_property
    def _sums(self) -> Counter[str]:
        sums = Counter[str]()
        for (variant_id, _), level in self.levels.items():
            sums[variant_id] += level.for_sale
        return sums
