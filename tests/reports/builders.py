"""Facts and news of a small shop, with good defaults."""

import json
from datetime import datetime
from typing import Any

from events import (
    FulfillmentDelivered,
    FulfillmentShipped,
    OrderCanceled,
    OrderLine,
    OrderPlaced,
    RefundSucceeded,
)
from events.fulfillment import ShippedLine
from functions.reports.fact import Counted, Fact
from shared import clock, ids
from shared.event import Event
from tests.world import NOON

MUG, SHIRT_M, SHIRT_L = "var_MUG", "var_SHIRT_M", "var_SHIRT_L"
PRODUCTS = {MUG: "prod_MUG", SHIRT_M: "prod_SHIRT", SHIRT_L: "prod_SHIRT"}
SHIPPING, TAX = 500, 300


def a_line(
    variant_id: str = MUG, quantity: int = 2, unit_price: int = 1250, discount: int = 0, tax: int = 0
) -> OrderLine:
    return OrderLine(
        line_item_id=f"li_{variant_id}",
        product_id=PRODUCTS[variant_id],
        variant_id=variant_id,
        sku=variant_id.removeprefix("var_"),
        quantity=quantity,
        unit_price=unit_price,
        discount_total=discount,
        tax_total=tax,
        total=quantity * unit_price - discount + tax,
    )


def a_sale(order_id: str = "order_1", *lines: OrderLine, country: str = "US", currency: str = "USD") -> OrderPlaced:
    lines = lines or (a_line(),)
    subtotal = sum(line.quantity * line.unit_price for line in lines)
    discount, line_tax = sum(line.discount_total for line in lines), sum(line.tax_total for line in lines)
    return OrderPlaced(
        order_id=order_id,
        number=1001,
        currency=currency,
        country=country,
        subtotal=subtotal,
        discount_total=discount,
        shipping_total=SHIPPING,
        tax_total=line_tax + TAX,
        total=subtotal - discount + SHIPPING + line_tax + TAX,
        items=list(lines),
    )


def a_cancellation(order_id: str = "order_1", *, was_placed: bool = True) -> OrderCanceled:
    return OrderCanceled(order_id=order_id, reason="customer", was_placed=was_placed)


def a_refund(order_id: str = "order_1", amount: int = 1250, currency: str = "USD") -> RefundSucceeded:
    return RefundSucceeded(
        refund_id="ref_1", payment_id="pay_1", order_id=order_id, amount=amount, currency=currency, reason="duplicate"
    )


def a_shipment(order_id: str = "order_1", **units: int) -> FulfillmentShipped:
    items = [
        ShippedLine(line_item_id=line, quantity=quantity) for line, quantity in (units or {"li_var_MUG": 2}).items()
    ]
    return FulfillmentShipped(fulfillment_id="ful_1", order_id=order_id, items=items, notify_customer=True)


def a_delivery(order_id: str = "order_1", **units: int) -> FulfillmentDelivered:
    shipped = a_shipment(order_id, **units)
    return FulfillmentDelivered(fulfillment_id="ful_1", order_id=order_id, items=shipped.items)


def a_fact(event: Counted, at: datetime = NOON) -> Fact:
    return Fact(ids.new_id("evt"), clock.stamp(at), event)


def a_message(event: Event, at: datetime = NOON, event_id: str | None = None) -> dict[str, Any]:
    """The SQS event that brings this news."""
    detail = {
        "id": event_id or ids.new_id("evt"),
        "type": event.type,
        "created_at": clock.stamp(at),
        "correlation_id": "req_1",
        "aggregate": {"type": "order", "id": "order_1", "version": 2},
        "data": event.model_dump(mode="json"),
    }
    record = {"messageId": "m1", "eventSource": "aws:sqs", "body": json.dumps({"detail": detail})}
    return {"Records": [record]}
