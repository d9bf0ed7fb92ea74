"""Fills the tables: copies of what the shop itself has written for one product or one order, under ids of their own.

Only what others can meet is copied: what stands in an index, and what is read together with it. An item alone under a
key of its own, such as an event that has been sent or a payment, makes nobody's call dearer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.costs.calm import CalmShop
from bench.costs.order import Goods, Order
from shared import people
from shared.dynamo.values import from_wire, to_wire
from shared.table import TableSpec
from tests.simulation.dynamodb.values import size_of
from tests.simulation.world import TABLES

SKU, HANDLE = "SKU-000000", "shirt-of-cotton-000000"  # of the product that is copied
DIGITS = 6  # at the end of each name, which are the copy's own
OF_PRODUCT = ("PRODUCT", "COLLECTION#", "VARIANT", "HANDLE", "STOCK", "LEVEL#")  # beginnings of sort keys
OF_ORDER = ("ORDER", "SOLD", "ACCOUNT", "MOVE#")


@dataclass(frozen=True)
class Pattern:
    """An item that is to be copied: its table, its size, and those of its attributes that differ in each copy."""

    table: str
    item: Any
    size: int
    own: tuple[str, ...]
    opened: Any = None  # the item with what is sealed in it


def fill_products(shop: CalmShop, goods: Goods, how_many: int) -> None:
    """So many more products, each with a variant and its stock."""
    _fill(shop, (goods.products[0], goods.variants[0], SKU, HANDLE), OF_PRODUCT, how_many)


def fill_orders(shop: CalmShop, goods: Goods, how_many: int) -> None:
    """So many more orders of one line, paid and shipped, with what their stock went through."""
    order = Order(shop, goods, lines=1)
    order.walk()
    payment = shop.admin("GET", f"/admin/orders/{order.id}")["payments"][0]
    movement = shop.admin("GET", "/admin/inventory/movements?limit=1")["data"][0]["id"]
    line = order.placed["order"]["items"][0]["id"]
    _fill(shop, (order.id, order.cart["id"], line, payment, movement), OF_ORDER, how_many)


def _fill(shop: CalmShop, names: tuple[str, ...], kinds: tuple[str, ...], how_many: int) -> None:
    db, now = shop.world.db, shop.world.loop.now
    patterns = list(_patterns(shop, names, kinds))
    for number in range(10 ** (DIGITS - 1), 10 ** (DIGITS - 1) + how_many):
        new = {name: f"{name[:-DIGITS]}{number:0{DIGITS}d}" for name in names}
        for pattern in patterns:
            item = pattern.item | {name: _renamed(pattern.item[name], new) for name in pattern.own}
            for table, copy in _for_its_place(pattern, item):
                db.by_spec[table].store((copy["pk"]["S"], copy["sk"]["S"]), copy, pattern.size, now, None)


def _patterns(shop: CalmShop, names: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Pattern]:
    for spec in TABLES:
        for (pk, sk), item in shop.world.db.items(spec).items():
            own = tuple(attribute for attribute, value in item.items() if any(name in str(value) for name in names))
            if sk.startswith(kinds) and any(name in pk + sk for name in names):
                yield Pattern(spec.name, item, size_of(item), own, _opened(shop, spec, item))


def _opened(shop: CalmShop, spec: TableSpec, item: Any) -> Any:
    if people.SEALED not in item:
        return None
    of = item["order_id"]["S"]
    _, *place = people.key_place(of)
    key = people.key_found(of, from_wire(shop.world.db.items(people.SPEC)[place[0], place[1]]))
    return people.open_item(spec, from_wire(item), key)


def _for_its_place(pattern: Pattern, item: Any) -> Iterator[tuple[str, Any]]:
    """The copy, and where something in it is sealed, that sealed for where it is now, and its key."""
    if pattern.opened is None:
        yield pattern.table, item
        return
    names = [name for name in pattern.opened if name not in pattern.item]
    open_copy = from_wire({k: v for k, v in item.items() if k != people.SEALED})
    open_copy |= {name: pattern.opened[name] for name in names}
    copy, keys = people.seal_item(TableSpec(pattern.table), open_copy, names, open_copy["order_id"], None)
    yield pattern.table, to_wire(copy)
    for key in keys:
        yield people.SPEC.name, to_wire(key.item or {})


def _renamed(value: Any, new: dict[str, str]) -> Any:
    """The value with the new names in the place of the old."""
    match value:
        case str():
            for old, own in new.items():
                value = value.replace(old, own)
            return value
        case list():
            return [_renamed(each, new) for each in value]
        case dict():
            return {key: _renamed(each, new) for key, each in value.items()}
        case _:
            return value
