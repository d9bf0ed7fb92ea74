"""What customers have bought: their history, and what they bought before they had an account."""

from typing import Any

import pytest

from functions.orders.table import SPEC as ORDERS
from functions.orders.table import order_key
from tests.customers.test_carts_and_orders import bought
from tests.in_process import InProcessShop

JANE = "jane@example.com"
Headers = dict[str, str]


@pytest.fixture
def jane(shop: InProcessShop) -> Headers:
    """Jane's session."""
    return shop.sign_in(shop.pool.sign_up(JANE))


def history(shop: InProcessShop, session: Headers, query: str = "") -> Any:
    status, listed, _ = shop.call("GET", f"/store/me/orders{query}", **session)
    assert status == 200, listed
    return listed


def as_a_guest(shop: InProcessShop, variant: str, email: str = JANE) -> str:
    """The id of an order made without a session."""
    cart = shop.a_cart(variant, shop.a_shipping_option())
    shop.call("PUT", f"/store/carts/{cart['id']}/email", {"email": email}, Cart_Token=cart["token"])
    status, done, _ = shop.complete(cart)
    assert status == 201, done
    return str(done["order"]["id"])


def test_the_history_has_the_customer_s_orders_newest_first_and_nobody_else_s(
    shop: InProcessShop, jane: Headers
) -> None:
    variant = shop.a_variant()
    first = bought(shop, variant, jane)["order"]["id"]
    shop.clock.advance(minutes=1)
    second = bought(shop, variant, jane)["order"]["id"]
    as_a_guest(shop, variant)
    page = history(shop, jane, "?limit=1")
    assert [order["id"] for order in page["data"]] == [second]
    rest = history(shop, jane, f"?limit=1&cursor={page['next_cursor']}")
    assert [order["id"] for order in rest["data"]] == [first]
    bob = shop.sign_in(shop.pool.sign_up("bob@example.com"))
    assert history(shop, bob)["data"] == []
    assert shop.call("GET", f"/store/me/orders?cursor={page['next_cursor']}", **bob)[0] == 400


def test_orders_of_a_guest_with_the_verified_address_are_claimed_once(shop: InProcessShop, jane: Headers) -> None:
    variant = shop.a_variant()
    own, other = as_a_guest(shop, variant, "JANE@example.com"), as_a_guest(shop, variant, "bob@example.com")
    status, answer, _ = shop.call("POST", "/store/me/orders/claim", **jane)
    assert (status, answer["claimed"], answer["has_more"]) == (200, [own], False)
    assert shop.call("POST", "/store/me/orders/claim", **jane)[1]["claimed"] == []
    assert [order["id"] for order in history(shop, jane)["data"]] == [own]
    assert shop.call("GET", f"/store/orders/{own}", **jane)[0] == 200
    assert shop.call("GET", f"/store/orders/{other}", **jane)[0] == 404


def test_an_address_that_is_not_verified_proves_nothing(shop: InProcessShop) -> None:
    order_id = as_a_guest(shop, shop.a_variant())
    session = shop.sign_in(shop.pool.sign_up(JANE, is_verified=False))
    status, body, _ = shop.call("POST", "/store/me/orders/claim", **session)
    assert (status, body["error"]["code"]) == (403, "email_not_verified")
    assert shop.order(order_id)["customer_id"] is None


def test_an_order_of_another_customer_is_never_claimed(shop: InProcessShop, jane: Headers) -> None:
    """Two accounts had the same address one after the other: what was claimed stays where it is."""
    order_id = as_a_guest(shop, shop.a_variant())
    shop.call("POST", "/store/me/orders/claim", **jane)
    again = shop.sign_in(shop.pool.sign_up(JANE))
    assert shop.call("POST", "/store/me/orders/claim", **again)[1]["claimed"] == []
    assert shop.order(order_id)["customer_id"] == history(shop, jane)["data"][0]["customer_id"]


def test_a_completed_cart_tells_its_token_the_order_and_no_more(shop: InProcessShop, jane: Headers) -> None:
    variant = shop.a_variant()
    done = bought(shop, variant, jane)
    cart_id = shop.item(ORDERS, *order_key(done["order"]["id"]))["cart_id"]
    path = f"/store/carts/{cart_id}"
    _, whole, _ = shop.call("GET", path, **jane)
    assert (whole["email"], len(whole["items"])) == (JANE, 1)
    from shared.http.guest import token_for

    token = {"Cart_Token": token_for(cart_id, shop.clock.now)}
    _, bare, _ = shop.call("GET", path, **token)
    assert (bare["order_id"], bare["status"]) == (done["order"]["id"], "completed")
    told = {name for name, value in bare.items() if value not in (None, [], {}, 0)}
    kept = {"id", "object", "status", "version", "currency", "customer_id", "order_id"}
    assert told == kept | {"expires_at", "created_at", "updated_at"}
    assert shop.call("GET", f"{path}/shipping_options", **token)[1]["data"] == []
    assert len(shop.call("GET", f"{path}/shipping_options", **jane)[1]["data"]) == 1
