"""The goods of a file's orders: products with a variant for each price, and deliveries that put them in stock. Pure.

Both are made for the whole file, so that they are the same however many of its orders are asked for; what the first
orders need comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from local.replay.invoices import Order
from local.replay.trade_file import Line

VARIANTS_MAX = 30  # of a product; a stock code with more prices becomes several products
ENTRIES_MAX = 32  # of a receipt
UNITS_MAX = 100_000  # of an entry


@dataclass(frozen=True)
class Product:
    """A stock code at up to thirty of its prices."""

    code: str
    part: int  # 1, and more for a code with more prices
    title: str
    units: Mapping[int, int]  # sold in the whole file, by price in pence, cheapest first

    def sku(self, price: int) -> str:
        return f"{self.code}-{price}"

    @property
    def label(self) -> str:
        """What the table calls it."""
        return self.code if self.part == 1 else f"{self.code} ({self.part})"

    @property
    def name(self) -> str:
        """What it is known by in keys and handles."""
        return f"{self.code.lower()}-{self.part}"


Entry = tuple[str, int]  # (SKU, units)


def products_of(orders: Iterable[Order], lines: Iterable[Line]) -> tuple[Product, ...]:
    """The products of all these orders, in the order in which they are needed. lines: those that name the products."""
    units: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for order in orders:
        for item in order.items:
            units[item.code][item.price] += item.quantity
    titles = _titles(lines)
    return tuple(product for code, sold in units.items() for product in _parts(code, titles[code], sold))


def _parts(code: str, title: str, sold: Mapping[int, int]) -> Iterator[Product]:
    prices = sorted(sold.items())
    for part, start in enumerate(range(0, len(prices), VARIANTS_MAX), start=1):
        some = dict(prices[start : start + VARIANTS_MAX])
        yield Product(code, part, title if part == 1 else f"{title} ({part})", some)


def _titles(lines: Iterable[Line]) -> dict[str, str]:
    """The description that each stock code has most often, among equals the first in the alphabet."""
    seen: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        seen[line.code][line.description] += 1
    return {code: min(names, key=lambda name: (-names[name], name)) for code, names in seen.items()}


@dataclass(frozen=True)
class Delivery:
    """One receipt: all that ever sells of some products."""

    products: tuple[Product, ...]
    entries: tuple[Entry, ...]
    portion: int = 1  # of a variant that sells more than one receipt may hold

    @property
    def name(self) -> str:
        """What it is known by in keys."""
        return f"{self.entries[0][0]}-{self.portion}"


def deliveries_of(products: Iterable[Product]) -> Iterator[Delivery]:
    """The products' stock in receipts that are as large as they may be, in the products' order."""
    chosen: list[Product] = []
    entries: list[Entry] = []
    for product in products:
        news = [(product.sku(price), units) for price, units in product.units.items()]
        if len(entries) + len(news) > ENTRIES_MAX:
            yield Delivery(tuple(chosen), tuple(entries))
            chosen, entries = [], []
        chosen.append(product)
        entries += ((sku, min(units, UNITS_MAX)) for sku, units in news)
        for sku, units in news:
            for portion, rest in enumerate(range(units - UNITS_MAX, 0, -UNITS_MAX), start=2):
                yield Delivery((product,), ((sku, min(rest, UNITS_MAX)),), portion)
    if chosen:
        yield Delivery(tuple(chosen), tuple(entries))
