"""A guest signs in: the cart goes along, once, whatever happens meanwhile, and can be had back for a week."""

from typing import Any

import pytest

from shared import dynamo
from tests.customers.test_carts_and_orders import cart_of
from tests.in_process import InProcessShop

Headers = dict[str, str]


@pytest.fixture
def jane(shop: InProcessShop) -> Headers:
    """Jane's session."""
    return shop.sign_in(shop.pool.sign_up("jane@example.com"))


@pytest.fixture
def variants(shop: InProcessShop) -> tuple[str, str]:
    """Two things for sale."""
    return shop.a_variant(), shop.a_variant()


def merge(shop: InProcessShop, guest: Any, session: Headers, **headers: str) -> Any:
    path = f"/store/carts/{guest['id']}/merge"
    return shop.call("POST", path, Cart_Token=guest["token"], **session, **headers)


def units(cart: Any) -> dict[str, int]:
    """How many of each variant the cart shows."""
    return {item["variant_id"]: item["quantity"] for item in cart["items"]}


def test_the_guest_s_cart_goes_into_the_customer_s(shop: InProcessShop, variants: Any, jane: Headers) -> None:
    shirt, cap = variants
    own, guest = cart_of(shop, shirt, jane), cart_of(shop, cap, {}, email="guest@example.com")
    shop.call("POST", f"/store/carts/{guest['id']}/items", {"variant_id": shirt}, Cart_Token=guest["token"])
    status, answer, headers = merge(shop, guest, jane)
    assert (status, units(answer["cart"])) == (200, {shirt: 3, cap: 2})
    assert (answer["cart"]["id"], answer["cart"]["email"]) == (own["id"], "guest@example.com")
    assert (answer["merged_cart_id"], answer["not_taken"]) == (guest["id"], [])
    assert answer["restorable_until"] == "2026-11-29T12:00:00.000Z"
    assert headers["etag"] == f'"{answer["cart"]["version"]}"'
    assert shop.call("GET", "/store/me/cart", **jane)[1] == answer["cart"]
    again = merge(shop, guest, jane)[1]
    assert again == answer, "asked again, it changes nothing"
    status, closed, _ = shop.call(
        "POST", f"/store/carts/{guest['id']}/items", {"variant_id": shirt}, Cart_Token=guest["token"]
    )
    assert (status, closed["error"]["code"]) == (409, "cart_closed")


def test_where_the_customer_has_no_open_cart_the_guest_s_becomes_theirs(
    shop: InProcessShop, variants: Any, jane: Headers
) -> None:
    """CASES C4: signing up in the checkout keeps the cart."""
    guest = cart_of(shop, variants[0], {})
    assert shop.call("GET", "/store/me/cart", **jane)[0] == 404
    _, answer, _ = merge(shop, guest, jane)
    assert (answer["cart"]["id"], answer["restorable_until"]) == (guest["id"], None)
    assert shop.call("GET", "/store/me/cart", **jane)[1]["id"] == guest["id"]
    assert merge(shop, guest, jane)[1] == answer
    assert shop.call("GET", f"/store/carts/{guest['id']}", **jane)[0] == 200


def test_merging_asks_for_both_tokens(shop: InProcessShop, variants: Any, jane: Headers) -> None:
    guest, other = cart_of(shop, variants[0], {}), cart_of(shop, variants[1], {})
    path = f"/store/carts/{guest['id']}/merge"
    assert shop.call("POST", path, Cart_Token=guest["token"])[0] == 401
    assert shop.call("POST", path, **jane)[0] == shop.call("POST", path, Cart_Token=other["token"], **jane)[0] == 404


def test_a_cart_of_another_customer_is_not_taken(shop: InProcessShop, variants: Any, jane: Headers) -> None:
    bob = shop.sign_in(shop.pool.sign_up("bob@example.com"))
    his, guest = cart_of(shop, variants[0], bob), cart_of(shop, variants[1], {})
    status, body, _ = merge(shop, his, jane)
    assert (status, body["error"]["code"]) == (409, "cart_of_another")
    assert merge(shop, guest, bob)[0] == 200
    status, body, _ = merge(shop, guest, jane)
    assert (status, body["error"]["code"]) == (409, "cart_closed")


def test_what_is_put_into_either_cart_meanwhile_is_not_lost(
    shop: InProcessShop, variants: Any, jane: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    shirt, cap = variants
    own, guest = cart_of(shop, shirt, jane), cart_of(shop, cap, {})
    from functions.orders import merge_cart

    raced: list[str] = []

    def commit(*writes: dynamo.Write) -> None:
        for cart, headers in ((own, jane), (guest, {"Cart_Token": guest["token"]})):
            if cart["id"] not in raced:
                raced.append(cart["id"])
                path = f"/store/carts/{cart['id']}/items"
                assert shop.call("POST", path, {"variant_id": shirt, "quantity": 5}, **headers)[0] == 200
                break
        dynamo.commit(*writes)

    monkeypatch.setattr(merge_cart, "commit", commit)
    _, answer, _ = merge(shop, guest, jane)
    assert units(answer["cart"]) == {shirt: 2 + 5 + 5, cap: 2}


def test_a_merged_cart_can_be_had_back_for_a_week(shop: InProcessShop, variants: Any, jane: Headers) -> None:
    shirt, cap = variants
    bob = shop.sign_in(shop.pool.sign_up("bob@example.com"))
    own, guest = cart_of(shop, shirt, jane), cart_of(shop, cap, {})
    merge(shop, guest, jane)
    path, token = f"/store/carts/{guest['id']}/restore", {"Cart_Token": guest["token"]}
    assert shop.call("POST", path, **bob)[0] == 404
    status, back, _ = shop.call("POST", path, **token)
    assert (status, back["status"], units(back)) == (200, "open", {cap: 2})
    assert shop.call("POST", path, **token)[1]["version"] == back["version"]
    assert units(shop.call("GET", f"/store/carts/{own['id']}", **jane)[1]) == {shirt: 2, cap: 2}
    merge(shop, guest, jane)
    shop.clock.advance(days=7)
    status, body, _ = shop.call("POST", path, **token)
    assert (status, body["error"]["code"]) == (409, "restore_too_late")


def test_a_cart_of_another_version_is_not_merged(shop: InProcessShop, variants: Any, jane: Headers) -> None:
    guest = cart_of(shop, variants[0], {})
    assert merge(shop, guest, jane, If_Match='"9"')[0] == 412
