"""What a customer has bought is counted once for each order, whatever comes twice, is canceled, claimed or moved."""

from typing import Any
from uuid import uuid4

import pytest

from tests.in_process import InProcessShop

Headers = dict[str, str]
TOTAL = 2499 + 644
JANE = "jane@example.com"  # as carts of the shop have it


@pytest.fixture
def goods(shop: InProcessShop) -> tuple[str, str]:
    """What is for sale, and how it is shipped."""
    return shop.a_variant(units=100), shop.a_shipping_option()


def signed_in(shop: InProcessShop, email: str = JANE) -> tuple[str, Headers]:
    """A customer's id and session."""
    session = shop.sign_in(shop.pool.sign_up(email))
    return str(shop.call("GET", "/store/me", **session)[1]["id"]), session


def bought(
    shop: InProcessShop, goods: tuple[str, str], session: Headers, *, times: int = 1, card: str = "pm_card_visa"
) -> str:
    """The id of a paid order, of which all is told so many times."""
    cart = shop.a_cart(*goods, 1, **session)
    body, headers = {"expected_total": cart["total"]}, {"Cart_Token": cart["token"], **session}
    path = f"/store/carts/{cart['id']}/complete"
    status, done, _ = shop.call("POST", path, body, Idempotency_Key=uuid4().hex, **headers)
    assert status == 201, done
    shop.pay(done, card)
    shop.pump(times=times)
    return str(done["order"]["id"])


def summary(shop: InProcessShop, customer_id: str) -> Any:
    """As staff see it."""
    status, shown, _ = shop.admin("GET", f"/admin/orders/summary?customer_id={customer_id}")
    assert status == 200, shown
    return shown


def test_each_placed_order_counts_once_however_often_its_news_come(shop: InProcessShop, goods: tuple[str, str]) -> None:
    customer_id, session = signed_in(shop)
    assert summary(shop, customer_id) == {
        "object": "order_summary",
        "customer_id": customer_id,
        "orders": 0,
        "spent": [],
        "last_order_at": None,
    }
    order_id = [bought(shop, goods, session, times=3) for _ in range(2)][-1]
    seen = summary(shop, customer_id)
    assert (seen["orders"], seen["spent"]) == (2, [{"currency": "USD", "amount": 2 * TOTAL}])
    assert seen["last_order_at"] == shop.order(order_id)["placed_at"]


def test_what_is_canceled_counts_no_more_and_what_is_unpaid_not_yet(
    shop: InProcessShop, goods: tuple[str, str]
) -> None:
    customer_id, session = signed_in(shop)
    order_id = bought(shop, goods, session)
    shop.complete(shop.a_cart(*goods, 1, **session))
    assert summary(shop, customer_id)["orders"] == 1
    for _ in range(2):
        shop.admin("POST", f"/admin/orders/{order_id}/cancel", {})
    seen = summary(shop, customer_id)
    assert (seen["orders"], seen["spent"], seen["last_order_at"]) == (0, [], None)


def test_a_guest_s_order_counts_once_it_is_claimed_and_goes_with_a_merge(
    shop: InProcessShop, goods: tuple[str, str]
) -> None:
    bought(shop, goods, {})
    customer_id, session = signed_in(shop)
    for _ in range(2):
        assert shop.call("POST", "/store/me/orders/claim", **session)[0] == 200
    assert summary(shop, customer_id)["orders"] == 1
    other_id, _ = signed_in(shop, "other@example.com")
    assert shop.admin("POST", f"/admin/customers/{other_id}/merge", {"from": customer_id})[0] == 202
    for _ in range(3):
        shop.run("privacy.erase_people")
    assert summary(shop, customer_id)["orders"] == 0
    assert summary(shop, other_id)["spent"] == [{"currency": "USD", "amount": TOTAL}]
    assert (
        shop.admin("PATCH", f"/admin/customers/{customer_id}", {"note": "x"})[1]["error"]["code"] == "customer_merged"
    )


def refunded(shop: InProcessShop, order_id: str, amount: int, *, times: int = 1) -> None:
    """Give back so much of an order; all of it is told so many times."""
    body = {"order_id": order_id, "amount": amount, "reason": "requested_by_customer"}
    status, answer, _ = shop.admin("POST", "/admin/refunds", body)
    assert status == 201, answer
    shop.pump(times=times)


def spent(shop: InProcessShop, customer_id: str) -> int:
    """In the one currency."""
    return int(summary(shop, customer_id)["spent"][0]["amount"])


def test_refunds_are_taken_off_once_each_however_often_and_late_they_are_heard_of(
    shop: InProcessShop, goods: tuple[str, str]
) -> None:
    customer_id, session = signed_in(shop)
    order_id = bought(shop, goods, session)
    bought(shop, goods, session)
    refunded(shop, order_id, 500, times=3)
    assert spent(shop, customer_id) == 2 * TOTAL - 500
    refunded(shop, order_id, 143)
    for worker, envelope in list(shop.heard):
        if worker == "orders.on_payment":
            shop.deliver({**envelope, "id": f"{envelope['id'][:-4]}{uuid4().hex[:4].upper()}"})  # heard as if new
    seen = summary(shop, customer_id)
    assert (seen["orders"], seen["spent"]) == (2, [{"currency": "USD", "amount": 2 * TOTAL - 643}])


def test_a_refund_that_comes_back_counts_as_spent_again(shop: InProcessShop, goods: tuple[str, str]) -> None:
    shop.double.control("settings", {"async_delay_s": 3600})
    customer_id, session = signed_in(shop)
    order_id = bought(shop, goods, session, card="pm_card_refundFail")
    refunded(shop, order_id, 500)
    assert spent(shop, customer_id) == TOTAL - 500
    shop.double.control("clock", {"advance_s": 7200})
    shop.pump(times=2)
    assert spent(shop, customer_id) == TOTAL


def test_what_was_refunded_goes_with_its_order(shop: InProcessShop, goods: tuple[str, str]) -> None:
    order_id = bought(shop, goods, {})
    refunded(shop, order_id, 500)
    customer_id, session = signed_in(shop)
    assert shop.call("POST", "/store/me/orders/claim", **session)[0] == 200
    assert spent(shop, customer_id) == TOTAL - 500
    other_id, _ = signed_in(shop, "other@example.com")
    assert shop.admin("POST", f"/admin/customers/{other_id}/merge", {"from": customer_id})[0] == 202
    for _ in range(3):
        shop.run("privacy.erase_people")
    refunded(shop, order_id, 100)
    assert spent(shop, other_id) == TOTAL - 600
    assert summary(shop, customer_id)["spent"] == []
    assert shop.admin("POST", f"/admin/orders/{order_id}/cancel", {"refund": True})[0] == 200
    shop.pump()
    seen = summary(shop, other_id)
    assert (seen["orders"], seen["spent"]) == (0, [])


def test_a_refund_of_who_was_forgotten_counts_for_nobody(shop: InProcessShop, goods: tuple[str, str]) -> None:
    customer_id, session = signed_in(shop)
    order_id = bought(shop, goods, session)
    assert shop.admin("POST", f"/admin/orders/{order_id}/cancel", {"refund": False})[0] == 200
    assert shop.call("POST", "/store/me/erasure", Idempotency_Key=uuid4().hex, **session)[0] == 202
    for _ in range(3):
        shop.run("privacy.erase_people")
        shop.pump()
    refunded(shop, order_id, 500)
    seen = summary(shop, customer_id)
    assert (seen["orders"], seen["spent"]) == (0, [])
