"""Which invoices can be orders, and of what. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from local.replay.trade_file import Line, Reason, Skipped, Trade

LINES_MAX = 60  # of an order
CHARGE_MIN = 30  # pence: Stripe's least charge in pounds
CHARGE_MAX = 99_999_999  # pence: Stripe's highest charge has eight digits


@dataclass(frozen=True)
class Item:
    """A line of an order: all lines of its invoice with this product at this price."""

    code: str
    price: int  # pence
    quantity: int
    numbers: tuple[int, ...]  # of the file's lines

    @property
    def sku(self) -> str:
        return f"{self.code}-{self.price}"

    @property
    def worth(self) -> int:
        return self.price * self.quantity


@dataclass(frozen=True)
class Order:
    """An invoice as the order it becomes."""

    invoice: str
    at: datetime
    customer: str | None
    country: str
    items: tuple[Item, ...]

    @property
    def worth(self) -> int:
        """Pence."""
        return sum(item.worth for item in self.items)

    @property
    def email(self) -> str:
        """The customer's made-up address; an invoice without customer has one of its own."""
        return f"customer-{self.customer}@example.com" if self.customer else f"guest-{self.invoice}@example.com"


def orders_of(trade: Trade) -> tuple[tuple[Order, ...], tuple[Skipped, ...]]:
    """All invoices that can be orders, by their date and number, and the lines of those that cannot.

    An invoice's date is that of its first line. Lines of cancellations are in neither.
    """
    invoices: dict[str, list[Line]] = defaultdict(list)
    for line in trade.lines:
        if not line.is_cancellation:
            invoices[line.invoice].append(line)
    orders: list[Order] = []
    skipped: list[Skipped] = []
    for lines in sorted(invoices.values(), key=_when):
        order = _order(lines)
        if isinstance(order, Reason):
            skipped += (Skipped(line.number, order) for line in lines)
        else:
            orders.append(order)
    return tuple(orders), tuple(skipped)


def _when(lines: Iterable[Line]) -> tuple[datetime, str]:
    return min((line.at, line.invoice) for line in lines)


def _order(lines: list[Line]) -> Order | Reason:
    first = min(lines, key=lambda line: (line.at, line.number))
    items = _items(lines)
    worth = sum(item.worth for item in items)
    reasons = (
        (Reason.MIXED_INVOICE, len({(line.customer, line.country) for line in lines}) > 1),
        (Reason.TOO_MANY_LINES, len(items) > LINES_MAX),
        (Reason.TOTAL_TOO_SMALL, worth < CHARGE_MIN),
        (Reason.TOTAL_TOO_LARGE, worth > CHARGE_MAX),
    )
    if first.country is None:
        return Reason.NO_COUNTRY
    found = next((reason for reason, applies in reasons if applies), None)
    return found or Order(first.invoice, first.at, first.customer, first.country, items)


def _items(lines: Iterable[Line]) -> tuple[Item, ...]:
    """One item for each product and price, in the order of their first lines."""
    by_sku: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        by_sku[line.code, line.price].append(line)
    return tuple(
        Item(code, price, sum(line.quantity for line in same), tuple(line.number for line in same))
        for (code, price), same in by_sku.items()
    )
