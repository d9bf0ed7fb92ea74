"""What a customer has bought, counted in the very commits that place, cancel, claim and move their orders.

Each order tells whether it stands in its customer's totals, in the item that its commit writes over the version that
was read: so it is counted once, however often its news come. Orders that were placed before this was counted are
counted once they are claimed or moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.orders.order import Order
from functions.orders.table import SPEC, totals_key
from shared.dynamo import Item, Read, Write, update

SPENT = "spent_"  # what the attributes of sums begin with, before the currency


@dataclass(frozen=True)
class Totals:
    """Orders that were placed and not canceled, and what they came to, in minor units by currency; refunds are not
    taken off.
    """

    orders: int
    spent: Mapping[str, int]


def counted(order: Order) -> tuple[Order, tuple[Write, ...]]:
    """A placed order of a customer's, which stands in their totals from now on; of any other nothing is written."""
    if order.customer_id is None or order.number is None or order.is_counted or order.canceled_at:
        return order, ()
    return order.model_copy(update={"is_counted": True}), (_add(order, 1),)


def uncounted(order: Order) -> tuple[Order, tuple[Write, ...]]:
    """The order, which stands in nobody's totals any more."""
    if not order.is_counted:
        return order, ()
    return order.model_copy(update={"is_counted": False}), (_add(order, -1),)


def totals_of(customer_id: str) -> Read[Totals]:
    """What the customer has bought."""
    return Read(SPEC, (totals_key(customer_id),), lambda items: _totals(items[0] or {}))


def _totals(item: Item) -> Totals:
    spent = {name.removeprefix(SPENT): int(sum_) for name, sum_ in item.items() if name.startswith(SPENT) and sum_}
    return Totals(orders=int(item.get("orders", 0)), spent=dict(sorted(spent.items())))


def _add(order: Order, sign: int) -> Write:
    names = {"#orders": "orders", "#spent": SPENT + order.currency}
    values = {":one": sign, ":total": sign * order.total}
    key = totals_key(order.customer_id or "")
    return update(SPEC, key, "ADD #orders :one, #spent :total", condition="", names=names, values=values)
