"""What the shop's report must say, counted straight from the file's lines. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from local.replay.cancellations import Refund
from local.replay.invoices import Item, Order


@dataclass
class Figures:
    """Amounts in pence."""

    orders: int = 0
    lines: int = 0
    units: int = 0
    revenue: int = 0  # quantity × unit price
    canceled: int = 0  # of it, in orders that were canceled as a whole

    def add(self, other: "Figures") -> None:
        """Count the other's as well."""
        self.orders += other.orders
        self.lines += other.lines
        self.units += other.units
        self.revenue += other.revenue
        self.canceled += other.canceled


@dataclass
class Books:
    """Figures by country and by product, and what was given back by country."""

    by_country: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_product: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    refunded: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # pence, by country
    all: Figures = field(default_factory=Figures)

    @property
    def all_refunded(self) -> int:
        return sum(self.refunded.values())


def books_of(
    orders: Iterable[Order], canceled: Collection[str], refunds: Iterable[Refund], labels: Mapping[str, str]
) -> Books:
    """The books of these orders, of which the `canceled` ones and the `refunds` went back. labels: products by SKU."""
    books = Books()
    countries: dict[str, str] = {}
    for order in orders:
        countries[order.invoice] = order.country
        for figures in (books.all, books.by_country[order.country]):
            figures.add(_of(order.items, is_canceled=order.invoice in canceled))
        for label in {labels[item.sku] for item in order.items}:
            items = [item for item in order.items if labels[item.sku] == label]
            books.by_product[label].add(_of(items, is_canceled=order.invoice in canceled))
        if order.invoice in canceled:
            books.refunded[order.country] += order.worth
    for refund in refunds:
        books.refunded[countries[refund.invoice]] += refund.worth
    return books


def _of(items: Collection[Item], *, is_canceled: bool) -> Figures:
    """Some items of one order."""
    worth = sum(item.worth for item in items)
    return Figures(1, len(items), sum(item.quantity for item in items), worth, worth if is_canceled else 0)
