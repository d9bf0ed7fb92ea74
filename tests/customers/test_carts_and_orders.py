"""What carts and orders know of customers: theirs open by their session, and by nobody else's."""

from typing import Any
from uuid import uuid4

import pytest

from tests.in_process import ADDRESS, InProcessShop

JANE, BOB = "jane@example.com", "bob@example.com"
Headers = dict[str, str]


@pytest.fixture
def jane(shop: InProcessShop) -> Headers:
    """Jane's session."""
    return shop.sign_in(shop.pool.sign_up(JANE))


@pytest.fixture
def bob(shop: InProcessShop) -> Headers:
    """Bob's session."""
    return shop.sign_in(shop.pool.sign_up(BOB))


@pytest.fixture
def variant(shop: InProcessShop) -> str:
    """Something for sale."""
    return shop.a_variant()


def cart_of(shop: InProcessShop, variant: str, session: Headers, **more: Any) -> Any:
    """A cart of two made with a session."""
    body = {"currency": "USD", "items": [{"variant_id": variant, "quantity": 2}], **more}
    status, cart, _ = shop.call("POST", "/store/carts", body, **session)
    assert status == 201, cart
    return cart


def bought(shop: InProcessShop, variant: str, session: Headers) -> Any:
    """An order of a cart made with a session."""
    option = {"id": shop.a_shipping_option()}
    cart = cart_of(shop, variant, session, email=JANE, shipping_address=ADDRESS, shipping_option=option)
    body = {"expected_total": cart["total"]}
    status, done, _ = shop.call(
        "POST", f"/store/carts/{cart['id']}/complete", body, Idempotency_Key=uuid4().hex, **session
    )
    assert status == 201, done
    return done


def test_a_cart_made_with_a_session_opens_by_it_and_by_its_token(
    shop: InProcessShop, variant: str, jane: Headers, bob: Headers
) -> None:
    cart = cart_of(shop, variant, jane)
    path = f"/store/carts/{cart['id']}"
    assert cart["customer_id"] == shop.call("GET", "/store/me", **jane)[1]["id"]
    assert shop.call("GET", path, **jane)[0] == 200
    assert shop.call("GET", path, Cart_Token=cart["token"])[0] == 200
    assert shop.call("POST", f"{path}/items", {"variant_id": variant}, **jane)[1]["items"][0]["quantity"] == 3
    foreign, missing = shop.call("GET", path, **bob), shop.call("GET", path[:-1] + "0", **bob)
    assert foreign[0] == missing[0] == 404
    assert foreign[1]["error"]["message"] == missing[1]["error"]["message"]
    assert shop.call("POST", f"{path}/items", {"variant_id": variant}, **bob)[0] == 404
    assert shop.call("GET", path)[0] == 404


def test_a_guest_s_cart_opens_by_nobody_s_session(shop: InProcessShop, variant: str, jane: Headers) -> None:
    cart = cart_of(shop, variant, {})
    assert cart["customer_id"] is None
    assert shop.call("GET", f"/store/carts/{cart['id']}", **jane)[0] == 404


def test_an_ended_session_opens_no_cart_and_gets_no_kept_answer(
    shop: InProcessShop, variant: str, jane: Headers
) -> None:
    cart = cart_of(shop, variant, jane)
    path, key = f"/store/carts/{cart['id']}", {"Idempotency_Key": uuid4().hex}
    assert shop.call("POST", f"{path}/items", {"variant_id": variant}, **key, **jane)[0] == 200
    shop.call("DELETE", "/store/sessions/current", **jane)
    assert shop.call("GET", path, **jane)[0] == 401
    assert shop.call("POST", f"{path}/items", {"variant_id": variant}, **key, **jane)[0] == 401
    assert shop.call("POST", "/store/carts", {"currency": "USD"}, **jane)[0] == 401
    assert shop.call("GET", path, Cart_Token=cart["token"], **jane)[0] == 200


def test_an_order_is_its_customer_s_and_opens_by_their_session(
    shop: InProcessShop, variant: str, jane: Headers, bob: Headers
) -> None:
    done = bought(shop, variant, jane)
    path = f"/store/orders/{done['order']['id']}"
    assert done["order"]["customer_id"] == shop.order(done["order"]["id"])["customer_id"]
    assert shop.call("GET", path, **jane)[0] == 200
    assert shop.call("POST", f"{path}/payment", **jane)[1]["payment"] == done["payment"]
    for method, what in (("GET", ""), ("POST", "/payment"), ("POST", "/cancel")):
        assert shop.call(method, path + what, **bob)[0] == 404
    status, canceled, _ = shop.call("POST", f"{path}/cancel", **jane)
    assert (status, canceled["status"]) == (200, "canceled")


def kept(shop: InProcessShop, session: Headers, **other: str) -> str:
    """The id of an address that somebody keeps."""
    status, body, _ = shop.call("POST", "/store/me/addresses", {"address": {**ADDRESS, **other}}, **session)
    assert status == 201, body
    return str(body["id"])


def test_a_kept_address_is_copied_into_a_cart_as_it_is_then(shop: InProcessShop, variant: str, jane: Headers) -> None:
    home, work = kept(shop, jane), kept(shop, jane, address1="2 Work Way")
    cart = cart_of(shop, variant, jane, shipping_address_id=home, billing_address=ADDRESS)
    assert cart["shipping_address"]["address1"] == ADDRESS["address1"]
    path = f"/store/carts/{cart['id']}"
    changed = shop.call("PATCH", path, {"shipping_address_id": work, "billing_address_id": home}, **jane)[1]
    assert changed["shipping_address"]["address1"] == "2 Work Way"
    shop.call("PATCH", f"/store/me/addresses/{work}", {"address": {**ADDRESS, "address1": "3 New Way"}}, **jane)
    shop.call("DELETE", f"/store/me/addresses/{home}", **jane)
    now = shop.call("GET", path, **jane)[1]
    assert now["shipping_address"]["address1"] == "2 Work Way"
    assert now["billing_address"]["address1"] == ADDRESS["address1"]


def test_a_kept_address_is_for_its_customer_s_own_cart_alone(
    shop: InProcessShop, variant: str, jane: Headers, bob: Headers
) -> None:
    home = kept(shop, jane)
    own, guests = cart_of(shop, variant, bob), cart_of(shop, variant, {})
    token, body = {"Cart_Token": guests["token"]}, {"billing_address_id": home}
    new = {"currency": "USD", **body}
    refused = [
        shop.call("PATCH", f"/store/carts/{own['id']}", body, **bob),
        shop.call("PATCH", f"/store/carts/{guests['id']}", body, **token),
        shop.call("PATCH", f"/store/carts/{guests['id']}", body, **token, **jane),
        shop.call("POST", "/store/carts", new, **bob),
        shop.call("POST", "/store/carts", new),
    ]
    for status, answer, _ in refused:
        assert (status, answer["error"]["code"]) == (422, "unknown_address")
        assert answer["error"]["param"] == "billing_address_id"
    twice = shop.call("POST", "/store/carts", {**new, "billing_address": ADDRESS}, **jane)
    assert twice[0] == 422
