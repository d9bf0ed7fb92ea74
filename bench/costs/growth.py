"""What the same requests ask for in a shop of another size: flat, since nothing is ever counted, scanned or joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bench.costs.calm import CalmShop, calm_shop
from bench.costs.fill import fill_orders, fill_products
from bench.costs.order import PRODUCTS, Goods, Order, open_shop
from bench.costs.rows import Row, row_of
from bench.costs.script import TICKS

PAGE = 25  # orders that a small shop has: more than the 20 of a page, so that every page is full
WHOLE = "a whole order of two lines"
LISTS = (
    "/admin/products",
    "/admin/orders",
    "/admin/orders?status=placed",
    "/admin/inventory/levels",
    "/admin/inventory/movements",
)


@dataclass(frozen=True)
class Size:
    """How much the tables hold."""

    products: int
    orders: int


SIZES = (Size(100, PAGE), Size(10_000, PAGE), Size(100_000, PAGE), Size(100, 100_000))


def at_size(size: Size) -> dict[str, Row]:
    """What each request and tick asks for in such a shop, and a whole order with all that it causes."""
    with calm_shop() as shop:
        goods = open_shop(shop, PRODUCTS)
        fill_products(shop, goods, size.products - PRODUCTS)
        fill_orders(shop, goods, size.orders - 1)
        return _rows(shop, goods)


def _rows(shop: CalmShop, goods: Goods) -> dict[str, Row]:
    runs = [run for step in Order(shop, goods, lines=2).walk() for run in step.runs]
    rows = {run.cause: row_of(run) for run in runs if run.is_request}
    rows[WHOLE] = total([row_of(run) for run in runs])
    for path in LISTS:
        [run] = shop.runs_of(partial(shop.admin, "GET", path))
        rows[f"GET {path}"] = row_of(run)
    for name in TICKS:
        [run] = shop.runs_of(partial(shop.tick, name))
        rows[f"{name} ← tick"] = row_of(run)
    return rows


def total(rows: list[Row]) -> Row:
    """All of them together."""
    calls: dict[str, int] = {}
    for row in rows:
        for name, times in row.calls.items():
            calls[name] = calls.get(name, 0) + times
    return Row(
        calls,
        sum(row.read_units for row in rows),
        sum(row.write_units for row in rows),
        sum(row.said for row in rows),
        sum(row.published for row in rows),
    )


def not_flat(small: Mapping[str, Row], large: Mapping[str, Row]) -> dict[str, tuple[Row, Row]]:
    """What a larger shop asks for that a small one does not."""
    return {name: (row, large[name]) for name, row in small.items() if large[name] != row}
