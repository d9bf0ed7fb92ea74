"""Place an order: its money is there, so its stock is committed, its sale is booked, and everybody hears of it."""

from datetime import datetime

from events import OrderLine, OrderPlaced
from functions import inventory, payments
from functions.orders import store
from functions.orders.customer_totals import counted
from functions.orders.lifecycle import Status
from functions.orders.order import Order
from functions.orders.sold import Sold
from shared.dynamo import Write
from shared.errors import Stale


def placing(
    order: Order, sold: Sold, reservation: inventory.Reservation, number: int, now: datetime
) -> tuple[Order, tuple[Write, ...]]:
    """The placed order and the writes that place it. Raises WrongState.

    Raises Stale where its reservation has ended: the order was read before it did, and is not waiting any more.
    """
    if order.status is Status.PENDING and not reservation.is_held:
        raise Stale
    placed, totals = counted(order.placed(number, now))
    booked = payments.post_sale(order.id, **order.sale, now=now)
    stock = inventory.commit_reservation(reservation, now)
    found_by = (store.point_to(placed), *store.list_by_skus(placed, sold))
    return placed, (*store.save_order(placed, _said(placed, sold)), *found_by, *totals, *stock, *booked)


def _said(order: Order, sold: Sold) -> OrderPlaced:
    fields = ("product_id", "variant_id", "sku", "quantity", "unit_price", "discount_total", "tax_total", "total")
    same = ("currency", "country", "subtotal", "discount_total", "shipping_total", "tax_total", "total")
    return OrderPlaced(
        order_id=order.id,
        number=order.number or 0,
        **{name: getattr(order, name) for name in same},
        items=[OrderLine(line_item_id=line.id, **{f: getattr(line, f) for f in fields}) for line in sold.items],
    )
