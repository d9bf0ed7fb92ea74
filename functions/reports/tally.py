"""A tally: what a sales report counts, for one group in one currency. Pure."""

from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True)
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
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in MEASURES))

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
