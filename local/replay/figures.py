"""What the shop's report must say, counted straight from the file's lines. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from local.replay.cancellations import Refund
from local.replay.invoices import Order

By = Literal["country", "product"]


@dataclass
class Figures:
    """Amounts in pence."""

    orders: int = 0
    lines: int = 0
    units: int = 0
    revenue: int = 0  # quantity × unit price
    canceled: int = 0  # of it, in orders that were canceled as a whole


@dataclass
class Books:
    """Figures by country and by stock code, and what was given back by country."""

    by_country: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_product: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    refunded: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # pence, by country
    all: Figures = field(default_factory=Figures)

    @property
    def all_refunded(self) -> int:
        return sum(self.refunded.values())


def books_of(orders: Iterable[Order], canceled: Collection[str], refunds: Iterable[Refund]) -> Books:
    """The books of these orders, of which the `canceled` ones and the `refunds` went back."""
    books = Books()
    countries: dict[str, str] = {}
    for order in orders:
        countries[order.invoice] = order.country
        for figures in (books.all, books.by_country[order.country]):
            _add(figures, order, None, is_canceled=order.invoice in canceled)
        for code in {item.code for item in order.items}:
            _add(books.by_product[code], order, code, is_canceled=order.invoice in canceled)
        if order.invoice in canceled:
            books.refunded[order.country] += order.worth
    for refund in refunds:
        books.refunded[countries[refund.invoice]] += refund.worth
    return books


def _add(figures: Figures, order: Order, code: str | None, *, is_canceled: bool) -> None:
    items = [item for item in order.items if code in (None, item.code)]
    worth = sum(item.worth for item in items)
    figures.orders += 1
    figures.lines += len(items)
    figures.units += sum(item.quantity for item in items)
    figures.revenue += worth
    figures.canceled += worth if is_canceled else 0
