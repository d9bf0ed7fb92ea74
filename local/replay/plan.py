"""The plan of a replay: the first orders of a file, what undoes them, what they need, and what is left out. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from local.replay.cancellations import Refund, match
from local.replay.goods import Delivery, deliveries_of, products_of
from local.replay.invoices import Order, orders_of
from local.replay.trade_file import Reason, Skipped, Trade


@dataclass(frozen=True)
class Plan:
    """Every line of the file is in an order, in what was taken back, or in `skipped`."""

    orders: tuple[Order, ...]
    canceled: frozenset[str]  # invoices whose orders are canceled whole
    refunds: tuple[Refund, ...]
    taken_back: Mapping[int, str]  # the cancellations' lines that the two stand for, and their invoices
    deliveries: tuple[Delivery, ...]
    skipped: tuple[Skipped, ...]  # by line

    @property
    def labels(self) -> dict[str, str]:
        """Which product a SKU is of."""
        products = (product for delivery in self.deliveries for product in delivery.products)
        return {product.sku(price): product.label for product in products for price in product.units}


def plan_of(trade: Trade, wanted: int, begun: Collection[str] = (), known: Mapping[int, str] | None = None) -> Plan:
    """The plan for the first `wanted` orders of the file.

    begun: invoices that the shop has already; where it has one of a later order, all up to that one are in the plan.
    known: cancellations' lines that were matched before, and their invoices.
    """
    every, refused = orders_of(trade)
    last = max((place for place, order in enumerate(every, start=1) if order.invoice in begun), default=0)
    orders = every[: max(wanted, last)]
    matched = match(orders, trade.lines, known)
    ordered = {number for order in orders for item in order.items for number in item.numbers}
    skipped = {each.number: each for each in (*trade.skipped, *refused, *matched.skipped)}
    later = {line.number for line in trade.lines} - ordered - matched.taken.keys() - skipped.keys()
    skipped |= {number: Skipped(number, Reason.AFTER_THE_LAST) for number in later}
    return Plan(
        orders=orders,
        canceled=matched.canceled,
        refunds=matched.refunds,
        taken_back=matched.taken,
        deliveries=_needed(every, orders, trade),
        skipped=tuple(skipped[number] for number in sorted(skipped)),
    )


def _needed(every: tuple[Order, ...], orders: tuple[Order, ...], trade: Trade) -> tuple[Delivery, ...]:
    codes = {item.code for order in orders for item in order.items}
    all_deliveries = deliveries_of(products_of(every, trade.lines))
    return tuple(each for each in all_deliveries if any(product.code in codes for product in each.products))
