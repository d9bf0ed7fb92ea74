"""A checkout that is gone on with later: with the same key, after an outage, after its order is over."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.in_process import InProcessShop
from tests.orders.story import Story


@pytest.fixture
def cart(shop: InProcessShop) -> Any:
    """Two units, ready to be completed."""
    return shop.a_cart(shop.a_variant(units=10), shop.a_shipping_option(), 2)


def _lose_the_answer(shop: InProcessShop, cart: Any) -> str:
    """Stripe makes the PaymentIntent, and nobody hears of it; the order's id."""
    shop.double.control("faults", {"call": "payment_intents.create", "fault": "lost_response", "times": 2})
    status, body, headers = shop.complete(cart, key="click")
    assert (status, body["error"]["code"], headers["retry-after"]) == (503, "payment_unavailable", "2")
    _, orders, _ = shop.admin("GET", "/admin/orders")
    return str(orders["data"][0]["id"])


def _expire(shop: InProcessShop, _: str) -> None:
    shop.clock.advance(minutes=31)
    shop.run("orders.expire_unpaid")


def _cancel(shop: InProcessShop, order_id: str) -> None:
    assert shop.admin("POST", f"/admin/orders/{order_id}/cancel", {})[0] == 200


def _cancel_at_stripe(shop: InProcessShop, order_id: str) -> None:
    (intent,) = shop.double.control("state")["payment_intents"]
    story = Story.__new__(Story)
    story.shop, story.id = shop, order_id
    story.cancel_in_dashboard()
    assert intent == story.intent["id"]


ENDS: list[Callable[[InProcessShop, str], None]] = [_expire, _cancel, _cancel_at_stripe]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("is_heard", [True, False])
def test_a_checkout_whose_order_is_over_is_told_so_at_once_and_again(
    shop: InProcessShop, cart: Any, end: Any, is_heard: bool
) -> None:
    order_id = _lose_the_answer(shop, cart)
    end(shop, order_id)
    if is_heard:
        shop.pump()
    for _ in range(3):
        status, body, headers = shop.complete(cart, key="click")
        assert (status, body["error"]["code"]) == (409, "payment_closed"), body
        assert "retry-after" not in headers
    shop.pump()
    assert [each["status"] for each in shop.double.control("state")["payment_intents"].values()] == ["canceled"]


def test_an_order_that_ends_while_stripe_is_asked_is_not_answered_with_its_payment(
    shop: InProcessShop, cart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions import payments

    start = payments.start_payment

    def start_slowly(*args: Any, **how: Any) -> Any:
        started = start(*args, **how)
        _expire(shop, "")
        return started

    with monkeypatch.context() as patched:
        patched.setattr(payments, "start_payment", start_slowly)
        status, body, _ = shop.complete(cart, key="click")
    assert (status, body["error"]["code"]) == (409, "payment_closed"), body
    assert shop.complete(cart, key="click")[1]["error"]["code"] == "payment_closed"


def test_a_checkout_that_was_paid_meanwhile_gets_its_order(shop: InProcessShop, cart: Any) -> None:
    order_id = _lose_the_answer(shop, cart)
    (intent,) = shop.double.control("state")["payment_intents"].values()
    shop.pay({"payment": {"client_secret": intent["client_secret"]}})
    shop.pump()
    status, body, _ = shop.complete(cart, key="click")
    assert (status, body["order"]["id"], body["order"]["status"]) == (201, order_id, "placed")


def test_after_a_failure_that_stripe_keeps_a_shopper_is_told_when_it_helps_to_ask_again(
    shop: InProcessShop, cart: Any
) -> None:
    """FAULTS 53"""
    shop.double.control("faults", {"call": "payment_intents.create", "fault": "error_500", "times": 1, "effect": False})
    status, body, headers = shop.complete(cart, key="click")
    assert (status, body["error"]["code"], headers["retry-after"]) == (503, "payment_unavailable", "300")
    shop.clock.advance(minutes=4)
    assert shop.complete(cart, key="click")[2]["retry-after"] == "60"
    shop.clock.advance(seconds=60)
    status, body, _ = shop.complete(cart, key="click")
    assert status == 201, body
    assert len(shop.double.control("state")["payment_intents"]) == 1


def test_a_failure_that_had_its_effect_leaves_one_payment(shop: InProcessShop, cart: Any) -> None:
    shop.double.control("faults", {"call": "payment_intents.create", "fault": "error_500", "times": 1, "effect": True})
    assert shop.complete(cart, key="click")[0] == 503
    shop.clock.advance(minutes=5)
    assert shop.complete(cart, key="click")[0] == 201
    assert len(shop.double.control("state")["payment_intents"]) == 1
