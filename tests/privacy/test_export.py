"""What is kept of a person, shown to them and to staff who answer for the shop."""

from typing import Any

import pytest

from functions.privacy import export
from tests.in_process import ALL_SCOPES, InProcessShop
from tests.privacy import canaries
from tests.privacy.test_erasure import Headers, bought, goods, jane

__all__ = ["goods", "jane"]

MARKS = (
    *(canaries.EMAIL, canaries.PHONE, *(f"{canaries.MARK}-{name}" for name in ("first", "last", "company", "line1"))),
    *(f"{canaries.MARK}-billed-city", canaries.GIFT["gift_note"], canaries.ASKED["subject"], canaries.ASKED["body"]),
    canaries.REPLY,
)
OF_CUSTOMER = (canaries.BOOK["address"]["address1"], canaries.CONSENT["text"])


def everything_of(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> Any:
    """Jane with an order, a guest's one, a cart and a ticket: the order."""
    order = bought(shop, goods, **jane)
    bought(shop, goods)
    canaries.ask(shop)
    body = {"currency": "USD", "email": canaries.EMAIL, "items": [{"variant_id": goods["variant"], "quantity": 2}]}
    assert shop.call("POST", "/store/carts", body, **jane)[0] == 201
    return order


def test_a_customer_sees_all_that_is_kept_of_them(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> None:
    everything_of(shop, goods, jane)
    status, copy, _ = shop.call("GET", "/store/me/export", **jane)
    assert (status, copy["is_complete"]) == (200, True)
    assert [mark for mark in (*MARKS, *OF_CUSTOMER) if str(mark) not in str(copy)] == []
    assert canaries.NOTE not in str(copy)
    assert (len(copy["orders"]), len(copy["carts"]), len(copy["tickets"])) == (2, 3, 1)
    assert copy["profile"] == shop.call("GET", "/store/me", **jane)[1]


def test_staff_see_the_same_and_their_own_notes(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> None:
    order = everything_of(shop, goods, jane)
    customer_id = shop.call("GET", "/store/me", **jane)[1]["id"]
    status, copy, _ = shop.admin("GET", f"/admin/personal_data?customer_id={customer_id}")
    assert status == 200, copy
    assert [mark for mark in (*MARKS, *OF_CUSTOMER, canaries.NOTE) if str(mark) not in str(copy)] == []
    _, by_order, _ = shop.admin("GET", f"/admin/personal_data?order_id={order['id']}")
    assert {**by_order, "created_at": copy["created_at"]} == copy


def test_a_guest_s_copy_is_found_by_an_order(shop: InProcessShop, goods: dict[str, str]) -> None:
    order = bought(shop, goods)
    canaries.ask(shop)
    copy = shop.admin("GET", f"/admin/personal_data?order_id={order['id']}")[1]
    assert copy["customer"] is None
    assert [each["id"] for each in copy["orders"]] == [order["id"]]
    assert canaries.NOTE in str(copy["tickets"])


@pytest.mark.parametrize("lacking", ["customers:read", "orders:read", "support:read"])
def test_it_takes_the_scopes_of_all_that_is_in_it(shop: InProcessShop, jane: Headers, lacking: str) -> None:
    customer_id = shop.call("GET", "/store/me", **jane)[1]["id"]
    scopes = " ".join(scope for scope in ALL_SCOPES.split() if scope != lacking)
    assert shop.admin("GET", f"/admin/personal_data?customer_id={customer_id}", scopes=scopes)[0] == 403


def test_of_who_has_too_much_it_says_so(
    shop: InProcessShop, goods: dict[str, str], jane: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything_of(shop, goods, jane)
    monkeypatch.setattr(export, "ORDERS_MAX", 1)
    copy = shop.call("GET", "/store/me/export", **jane)[1]
    assert (len(copy["orders"]), copy["is_complete"]) == (1, False)
