"""Carts and orders with good defaults: two T-shirts and a cap, shipped to Oakland for 6.44."""

from datetime import datetime
from typing import Any

from functions.orders.cart import Cart, Wanted, new_cart
from functions.orders.lifecycle import Status
from functions.orders.order import Order, Progress
from functions.orders.sold import Sold, SoldLine, SoldShipping
from shared import clock
from shared.address import Address
from tests.world import NOON

OAKLAND = Address(
    last_name="Doe", address1="1 Main St", city="Oakland", province="CA", postal_code="94607", country="US"
)


def a_cart(*wanted: Wanted, **details: Any) -> Cart:
    """An open cart in dollars, at version 1."""
    return new_cart("cart_1", "USD", "US", NOON).with_items(list(wanted)).with_details(**details).touched(NOON)


def an_order(*, reserved_until: datetime | None = NOON, **changed: Any) -> Order:
    """A pending order of two T-shirts and a cap, 56.42 with shipping."""
    fields: dict[str, Any] = {
        "id": "order_1",
        "version": 1,
        "number": None,
        "status": Status.PENDING,
        "cart_id": "cart_1",
        "currency": "USD",
        "country": "US",
        "subtotal": 4998,
        "discount_total": 0,
        "shipping_total": 644,
        "tax_total": 0,
        "total": 5642,
        "lines": (Progress(id="li_1", quantity=2), Progress(id="li_2", quantity=1)),
        "payment_ids": ("pay_1",),
        "fulfillment_ids": (),
        "reserved_until": clock.stamp(reserved_until) if reserved_until else None,
        "created_at": clock.stamp(NOON),
        "updated_at": clock.stamp(NOON),
        "placed_at": None,
        "canceled_at": None,
        "cancel_reason": None,
    }
    return Order(**{**fields, **changed})


def in_state(status: Status) -> Order:
    """The order after the shortest way into this state."""
    order = an_order()
    match status:
        case Status.PENDING:
            return order
        case Status.PLACED:
            return order.placed(1042, NOON)
        case Status.EXPIRED:
            return order.expired(NOON)
        case Status.CANCELED:
            return order.canceled("customer", NOON)


def sold_of(order: Order) -> Sold:
    """What was sold with `an_order`: lines of 40.00 for two and 9.98 for one."""
    totals = {"li_1": 4000, "li_2": 998}
    lines = tuple(
        SoldLine(
            id=line.id,
            variant_id=line.id.replace("li", "var"),
            product_id="prod_1",
            sku=line.id.upper(),
            title="T-shirt",
            quantity=line.quantity,
            unit_price=totals[line.id] // line.quantity,
            subtotal=totals[line.id],
            discount_total=0,
            tax_total=0,
            total=totals[line.id],
        )
        for line in order.lines
    )
    return Sold(
        order_id=order.id,
        email="jane@example.com",
        shipping_address=OAKLAND,
        billing_address=None,
        shipping_option=SoldShipping(id="so_1", title="Standard", amount=644),
        items=lines,
        metadata={},
    )
