"""A tally: what a sales report counts, for one group in one currency. Pure."""

from collections import defaultdict
from dataclasses import dataclass, fields
from operator import add, attrgetter
from typing import Generic, Self, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts, and amounts in minor units. Tallies of different facts add up."""

    orders: int = 0  # placed; for a product, those that hold it
    lines: int = 0
    units: int = 0
    gross_total: int = 0  # quantity × unit price
    discount_total: int = 0
    shipping_total: int = 0
    tax_total: int = 0
    refunded_total: int = 0  # money that went back, whatever day it had come
    canceled_orders: int = 0  # placed before, canceled now
    canceled_total: int = 0  # what they had cost; their money goes back as a refund, so no sum subtracts it
    units_shipped: int = 0
    units_delivered: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(add, _measured(self), _measured(other)))

    @property
    def net_total(self) -> int:
        """What the items brought."""
        return self.gross_total - self.discount_total

    @property
    def sales_total(self) -> int:
        """What the placed orders cost their buyers."""
        return self.net_total + self.shipping_total + self.tax_total

    @property
    def total(self) -> int:
        """What is left of it after refunds."""
        return self.sales_total - self.refunded_total


MEASURES = tuple(field.name for field in fields(Tally))
_measured = attrgetter(*MEASURES)


class Sums(Generic[K]):
    """Tallies added up by key, in place: a report adds some millions of them."""

    def __init__(self) -> None:
        self._sums: dict[K, list[int]] = defaultdict(lambda: [0] * len(MEASURES))

    def add(self, key: K, tally: Tally) -> None:
        self._sums[key] = list(map(add, self._sums[key], _measured(tally)))

    def tallies(self) -> dict[K, Tally]:
        """The sum for each key."""
        return {key: Tally(*values) for key, values in self._sums.items()}
