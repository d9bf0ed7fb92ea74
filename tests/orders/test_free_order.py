"""An order with nothing to pay: nobody gets a letter's worth of goods before somebody has read the letter."""

from datetime import timedelta
from typing import Any

import pytest

from functions.orders import confirm_token
from shared import clock
from tests.in_process import InProcessShop

HOLD = timedelta(hours=24)


@pytest.fixture
def variant_id(shop: InProcessShop) -> str:
    """A sample that costs nothing, ten in stock."""
    return shop.a_variant(price=0)


@pytest.fixture
def free(shop: InProcessShop, variant_id: str) -> Any:
    """An order of one, as completing answers it."""
    cart = shop.a_cart(variant_id, shop.a_shipping_option(amount=0))
    status, body, _ = shop.complete(cart, key="free")
    assert status == 201, body
    assert shop.complete(cart, key="free")[1] == body
    return body


def confirm(shop: InProcessShop, order_id: str, token: str, **headers: str) -> Any:
    """What the link in the letter does."""
    return shop.call("POST", f"/store/orders/{order_id}/confirm", {"token": token}, **headers)


def release(shop: InProcessShop, order_id: str, **headers: str) -> Any:
    """What staff do."""
    return shop.admin("POST", f"/admin/orders/{order_id}/release", **headers)


def test_it_waits_for_its_confirmation_and_stripe_is_not_asked(shop: InProcessShop, free: Any, variant_id: str) -> None:
    """FAULTS 76"""
    order = free["order"]
    assert (order["status"], order["holds"], free["payment"]) == ("pending", ["email_confirmation"], None)
    assert (order["number"], order["total"]) == (None, 0)
    assert clock.parse(order["reserved_until"]) == shop.clock.now + HOLD
    assert shop.available(variant_id) == 9
    assert shop.double.control("state")["payment_intents"] == {}
    shop.pump()
    assert shop.order(order["id"])["status"] == "pending"


def test_the_letters_token_places_it_once(shop: InProcessShop, free: Any, variant_id: str) -> None:
    order_id = free["order"]["id"]
    token = confirm_token(order_id, shop.clock.now)
    status, first, _ = confirm(shop, order_id, token)
    assert (status, first["status"], first["holds"], first["number"]) == (200, "placed", [], 1), first
    assert first["payment_status"] == "paid"
    assert confirm(shop, order_id, token)[:2] == (200, first)
    shop.pump()
    assert shop.available(variant_id) == 9


@pytest.mark.parametrize("whose", ["another order's", "order's own", "cut", "none"])
def test_no_other_token_places_it(shop: InProcessShop, free: Any, whose: str) -> None:
    order_id = free["order"]["id"]
    token = {
        "another order's": confirm_token("order_00000000000000000000000000", shop.clock.now),
        "order's own": free["order_token"],
        "cut": confirm_token(order_id, shop.clock.now)[:-2],
        "none": "x",
    }[whose]
    missing = confirm(shop, "order_00000000000000000000000000", "x")
    status, body, _ = confirm(shop, order_id, token, Order_Token=free["order_token"])
    assert (status, body["error"]["code"]) == (404, "not_found")
    assert body["error"]["message"] == missing[1]["error"]["message"]
    assert shop.order(order_id)["status"] == "pending"


def test_unconfirmed_it_expires_like_any_and_its_stock_is_free(shop: InProcessShop, free: Any, variant_id: str) -> None:
    order_id = free["order"]["id"]
    token = confirm_token(order_id, shop.clock.now)
    shop.clock.advance(hours=24)
    shop.run("orders.expire_unpaid")
    assert (shop.order(order_id)["status"], shop.available(variant_id)) == ("expired", 10)
    status, body, _ = confirm(shop, order_id, token)
    assert (status, body["error"]["code"]) == (409, "wrong_state")
    assert body["error"]["message"] == "The order is expired; it cannot be confirmed."
    refused = release(shop, order_id)[1]["error"]
    assert (refused["code"], refused["message"]) == ("wrong_state", "The order is expired; it cannot be released.")


def test_staff_release_it_once(shop: InProcessShop, free: Any) -> None:
    order_id = free["order"]["id"]
    status, first, _ = release(shop, order_id, Idempotency_Key="release")
    assert (status, first["status"], first["holds"]) == (200, "placed", []), first
    assert release(shop, order_id, Idempotency_Key="release")[1] == first
    status, body, _ = release(shop, order_id)
    assert (status, body["error"]["code"]) == (409, "wrong_state")


def test_what_waits_for_money_is_not_released_without_it(shop: InProcessShop) -> None:
    _, body, _ = shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
    order_id = body["order"]["id"]
    assert body["order"]["holds"] == []
    assert release(shop, order_id)[1]["error"]["code"] == "not_held"
    status, answer, _ = confirm(shop, order_id, confirm_token(order_id, shop.clock.now))
    assert (status, answer["error"]["code"]) == (409, "not_held")


def test_its_shopper_may_give_it_up(shop: InProcessShop, free: Any, variant_id: str) -> None:
    path = f"/store/orders/{free['order']['id']}"
    status, body, _ = shop.call("POST", f"{path}/cancel", Order_Token=free["order_token"])
    assert (status, body["status"], body["holds"], shop.available(variant_id)) == (200, "canceled", [], 10)
    status, body, _ = shop.call("POST", f"{path}/payment", Order_Token=free["order_token"])
    assert (status, body["error"]["code"]) == (409, "nothing_to_pay")
