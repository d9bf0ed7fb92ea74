"""Builders of notifications' tests: events, orders, the mailbox."""

import json
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID  # type: ignore[attr-defined]
from moto.ses.models import ses_backends

from events import (
    Event,
    FulfillmentShipped,
    LevelLow,
    OrderCanceled,
    OrderPending,
    OrderPlaced,
    RefundFailed,
    RefundSucceeded,
)
from events.fulfillment import ShippedLine
from functions.notifications.handlers import resend_mail, send_mail
from functions.notifications.shop import Shop
from functions.notifications.table import SPEC
from functions.orders import MailLine, OrderForMail, store
from functions.orders.lifecycle import Status
from shared.clock import stamp
from shared.dynamo import Item, commit
from shared.dynamo.values import from_wire
from tests.fulfillment.builders import LINE
from tests.orders.builders import an_order, in_state, sold_of
from tests.world import NOON, service

ORDER = "order_1"  # as tests.orders.builders names it
SHOPPER = "jane@example.com"
STAFF = "staff@example.com"

SHOP = Shop(
    shop_name="Example Shop",
    shop_url="https://shop.example.com",
    order_url="https://shop.example.com/orders/{order_id}?token={token}",
    confirm_url="https://shop.example.com/orders/{order_id}/confirm?token={token}",
    support_url="https://shop.example.com/support/{ticket_id}?token={token}",
    cart_url="https://shop.example.com/carts/{cart_id}",
    consent_url="https://shop.example.com/consent?token={token}",
    unsubscribe_url="https://api.example.com/store/consents/unsubscribe?token={token}",
    contact="help@example.com",
    mail_from="shop@example.com",
    mail_reply_to="help@example.com",
    mail_footer=("Example Shop, 1 Example Street, 12345 Example City", "Example register 1"),
    staff_mail=STAFF,
    default_locale="en",
    locales=("en", "de"),
)

PENDING = OrderPending(order_id=ORDER, currency="USD", total=0, reserved_until="2026-11-22T12:30:00.000Z")
PLACED = OrderPlaced(
    order_id=ORDER,
    number=1042,
    currency="USD",
    country="US",
    subtotal=4998,
    discount_total=0,
    shipping_total=644,
    tax_total=0,
    total=5642,
    items=[],
)
CANCELED = OrderCanceled(order_id=ORDER, reason="inventory", was_placed=True)
LOW = LevelLow(variant_id="var_1", sku="TS-RED-M", location_id="loc_1", available=4, reorder_point=5)
REFUNDED = RefundSucceeded(
    refund_id="ref_1", payment_id="pay_1", order_id=ORDER, amount=5642, currency="USD", reason="requested_by_customer"
)
NOT_REFUNDED = RefundFailed(
    refund_id="ref_1",
    payment_id="pay_1",
    order_id=ORDER,
    amount=5642,
    currency="USD",
    reason="requested_by_customer",
    code="expired_or_canceled_card",
)
EVERY_EVENT: list[Event] = [PLACED, CANCELED, LOW, REFUNDED, NOT_REFUNDED]


def shipped(fulfillment_id: str = "ful_1", notify_customer: bool = True) -> FulfillmentShipped:
    items = [ShippedLine(line_item_id="li_1", quantity=2)]
    return FulfillmentShipped(
        fulfillment_id=fulfillment_id, order_id=ORDER, items=items, notify_customer=notify_customer
    )


def place_an_order(status: Status = Status.PLACED) -> None:
    """Write an order as orders does."""
    commit(*store.create_order(in_state(status), sold_of(an_order())))


def an_order_for_mail(**differing: Any) -> OrderForMail:
    fields: dict[str, Any] = {
        "id": "order_01JD0000000000000000000001",
        "number": 1042,
        "status": "placed",
        "email": SHOPPER,
        "locale": None,
        "currency": "USD",
        "items": (a_line(),),
        "subtotal": 4998,
        "discount_total": 500,
        "shipping_total": 644,
        "tax_total": 484,
        "total": 5626,
        "shipping_address": {
            "first_name": "Jane",
            "last_name": "Doe",
            "address1": "1 Main St",
            "city": "Oakland",
            "country": "US",
        },
        "created_at": stamp(NOON),
    }
    return OrderForMail(**{**fields, **differing})


def a_line(**differing: Any) -> MailLine:
    fields = {
        "id": LINE,
        "title": "T-shirt, red, M",
        "sku": "TS-RED-M",
        "quantity": 2,
        "unit_price": 2499,
        "total": 4982,
    }
    return MailLine(**{**fields, **differing})


def tell(*events: Event, event_id: str = "evt_1") -> list[str]:
    """Deliver events to send_mail as one batch; gives the ids of those that failed."""
    records = [
        {"messageId": str(i), "eventSource": "aws:sqs", "body": json.dumps({"detail": _envelope(event, event_id)})}
        for i, event in enumerate(events)
    ]
    answer = send_mail.handler({"Records": records}, None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def _envelope(event: Event, event_id: str) -> Item:
    return {
        "id": event_id,
        "object": "event",
        "type": event.type,
        "created_at": stamp(NOON),
        "schema_version": 1,
        "sequence": 1,
        "aggregate": {"type": "order", "id": ORDER, "version": 1},
        "causation_id": None,
        "correlation_id": "req_1",
        "data": event.model_dump(mode="json"),
    }


def run_the_clocks_lambda() -> None:
    resend_mail.handler({"time": "2026-11-22T12:00:00Z"}, None)


def mailbox() -> list[Any]:
    """Every message that SES has taken, oldest first."""
    return list(ses_backends[DEFAULT_ACCOUNT_ID]["eu-west-1"].sent_messages)


def mails() -> list[Item]:
    """Every mail's row."""
    return [item for item in everything() if item["sk"] == "MAIL"]


def everything() -> list[Item]:
    """Every item of our table. Only a test may scan."""
    return [from_wire(item) for item in service("dynamodb").scan(TableName=SPEC.physical_name)["Items"]]
