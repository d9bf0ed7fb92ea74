"""An order nobody pays in time: its stock is free again, and money that comes late goes back."""

from typing import Any

from tests.journeys.conftest import Left
from tests.journeys.shop import Shop

EXPIRY_S = 300  # two minutes of hold, a minute until the next sweep, and a busy machine


def test_an_order_that_nobody_pays_expires_and_its_stock_is_free(shop: Shop, left_unpaid: Left) -> None:
    order = shop.until("the order has expired", lambda: _with_status(shop, left_unpaid.never_paid, "expired"), EXPIRY_S)
    assert order["payment_status"] in ("voided", "not_paid")
    assert shop.available(left_unpaid.variant_id) == 3


def test_late_money_goes_back_and_the_shopper_is_told(shop: Shop, left_unpaid: Left) -> None:
    """FAULTS 63: the shopper paid, Stripe's news did not come through, and the order's time was over"""
    order_id = left_unpaid.paid_unheard
    shop.until("the order has expired", lambda: _with_status(shop, order_id, "expired"), EXPIRY_S)
    for event_id in left_unpaid.unheard:
        shop.double("/webhooks/deliver", {"event": event_id})
    order = shop.until("the money is back", lambda: _refunded(shop, order_id))
    assert (order["status"], order["refunded_total"]) == ("expired", order["total"])
    shop.until("the shopper is told", lambda: shop.mails("late@example.com"))


def test_a_canceled_paid_order_is_refunded_and_restocked(shop: Shop, option: str) -> None:
    """FAULTS 64"""
    variant_id = shop.a_variant(units=3)
    completed = shop.an_order(variant_id, option, 2)
    order_id = completed["order"]["id"]
    shop.pay(completed)
    shop.until_status(order_id, "placed")
    assert shop.admin("POST", f"/admin/orders/{order_id}/cancel", {"reason": "customer"}).status == 200
    order = shop.until("refunded", lambda: _refunded(shop, order_id))
    assert (order["status"], order["refunded_total"]) == ("canceled", order["total"])
    assert shop.available(variant_id) == 3
    again = shop.admin("POST", f"/admin/orders/{order_id}/cancel", {"reason": "customer"})
    assert (again.status, again.code) == (409, "wrong_state")


def test_a_partial_refund_is_counted_and_no_more_goes_back_than_came(shop: Shop, option: str) -> None:
    """FAULTS 67"""
    completed = shop.an_order(shop.a_variant(units=3), option, 2)
    order_id = completed["order"]["id"]
    shop.pay(completed)
    line = shop.until_status(order_id, "placed")["items"][0]["id"]
    part = {"order_id": order_id, "items": [{"line_item_id": line, "quantity": 1}]}
    assert shop.admin("POST", "/admin/refunds", part).json["amount"] == 2499
    shop.until("partly refunded", lambda: shop.order(order_id)["payment_status"] == "partially_refunded")
    too_much = shop.admin("POST", "/admin/refunds", {"order_id": order_id, "amount": 3144})
    assert (too_much.status, too_much.code) == (409, "refund_exceeds_captured")


def _with_status(shop: Shop, order_id: str, status: str) -> Any:
    order = shop.order(order_id)
    return order if order["status"] == status else None


def _refunded(shop: Shop, order_id: str) -> Any:
    order = shop.order(order_id)
    return order if order["payment_status"] == "refunded" else None
