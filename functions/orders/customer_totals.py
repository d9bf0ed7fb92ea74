"""What a customer has bought, counted in the very commits that place, cancel, claim and move their orders.

Each order tells whether it stands in its customer's totals, and how much less it counts there for what was refunded of
it, in the item that its commit writes over the version that was read: so it is counted once, and each refund taken off
once, however often and in whatever order the news come. Orders that were placed before this was counted are counted
once they are claimed or moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.orders.order import Order
from functions.orders.table import SPEC, totals_key
from shared.dynamo import Item, Read, Write, update

SPENT = "spent_"  # what the attributes of sums begin with, before the currency


@dataclass(frozen=True)
class Totals:
    """Orders that were placed and not canceled, and what they came to less what was refunded of them, in minor units by
    currency.
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


def recounted(before: Order, after: Order) -> tuple[Write, ...]:
    """What the totals change by where more, or less, of an order's money has gone back than was known before."""
    more = after.given_back - before.given_back
    return (_spend(after, -more),) if after.is_counted and more else ()


def totals_of(customer_id: str) -> Read[Totals]:
    """What the customer has bought."""
    return Read(SPEC, (totals_key(customer_id),), lambda items: _totals(items[0] or {}))


def _totals(item: Item) -> Totals:
    spent = {name.removeprefix(SPENT): int(sum_) for name, sum_ in item.items() if name.startswith(SPENT) and sum_}
    return Totals(orders=int(item.get("orders", 0)), spent=dict(sorted(spent.items())))


def _add(order: Order, sign: int) -> Write:
    names = {"#orders": "orders", "#spent": SPENT + order.currency}
    values = {":one": sign, ":total": sign * (order.total - order.given_back)}
    key = totals_key(order.customer_id or "")
    return update(SPEC, key, "ADD #orders :one, #spent :total", condition="", names=names, values=values)


def _spend(order: Order, amount: int) -> Write:
    names = {"#spent": SPENT + order.currency}
    key = totals_key(order.customer_id or "")
    return update(SPEC, key, "ADD #spent :amount", condition="", names=names, values={":amount": amount})
