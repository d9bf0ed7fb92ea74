"""Which invoices become orders, of what, and which products that takes. Pure: the same file, the same orders."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


def orders_of(trade: Trade, wanted: int) -> tuple[tuple[Order, ...], tuple[Skipped, ...]]:
    """The first `wanted` invoices that can be orders, by their date and number, and the lines that are in none of them.

    An invoice's date is that of its first line. Cancellations are in neither: `match` deals with them.
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
        elif len(orders) == wanted:
            skipped += (Skipped(line.number, Reason.AFTER_THE_LAST) for line in lines)
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


@dataclass(frozen=True)
class Product:
    """A stock code of the file as a product: a variant for each price it ever had in it, with all it ever sold."""

    code: str
    title: str
    units: Mapping[int, int]  # sold in the whole file, by price in pence, cheapest first

    def sku(self, price: int) -> str:
        return f"{self.code}-{price}"


def products_of(orders: Iterable[Order], trade: Trade) -> tuple[Product, ...]:
    """The products of these orders, in the order in which the orders need them.

    orders: all of the file, so that a product is the same however many of them are asked for.
    """
    units: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for order in orders:
        for item in order.items:
            units[item.code][item.price] += item.quantity
    titles = _titles(trade.lines)
    return tuple(Product(code, titles[code], dict(sorted(sold.items()))) for code, sold in units.items())


def _titles(lines: Iterable[Line]) -> dict[str, str]:
    """The description that each stock code has most often, among equals the first in the alphabet."""
    seen: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        seen[line.code][line.description] += 1
    return {code: min(names, key=lambda name: (-names[name], name)) for code, names in seen.items()}
