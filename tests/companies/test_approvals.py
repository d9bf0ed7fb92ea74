"""What a buyer may order alone, and what needs the word of an admin of their company."""

from typing import Any
from uuid import uuid4

from functions.orders.table import SPEC, sold_key
from tests.companies.test_companies import People
from tests.in_process import ADDRESS, InProcessShop

Headers = dict[str, str]


def cart_of(shop: InProcessShop, session: Headers, variant: str, quantity: int) -> Any:
    """A cart that lacks nothing; its shipping is free."""
    body = {
        "currency": "USD",
        "items": [{"variant_id": variant, "quantity": quantity}],
        "email": "bob@example.com",
        "shipping_address": ADDRESS,
        "shipping_option": {"id": shop.a_shipping_option(0)},
    }
    status, cart, _ = shop.call("POST", "/store/carts", body, **session)
    assert status == 201, cart
    return cart


def complete(shop: InProcessShop, cart: Any, total: int, **headers: str) -> Any:
    """(status, the answer)."""
    path, key = f"/store/carts/{cart['id']}/complete", {"Idempotency_Key": uuid4().hex}
    return shop.call("POST", path, {"expected_total": total}, **key, **headers)[:2]


def approve(shop: InProcessShop, cart: Any, total: int, session: Headers) -> Any:
    """(status, the answer)."""
    return shop.call("POST", f"/store/me/approvals/{cart['id']}", {"expected_total": total}, **session)[:2]


def ask(shop: InProcessShop, cart: Any, session: Headers) -> Any:
    """The cart, for which its buyer has asked."""
    tokens = {"Cart_Token": cart["token"], **session}
    status, answer, _ = shop.call("POST", f"/store/carts/{cart['id']}/request_approval", **tokens)
    assert status == 200, answer
    return answer


def test_a_buyer_orders_up_to_their_limit_and_the_order_names_the_company(
    shop: InProcessShop, people: People, variant: str
) -> None:
    status, done = complete(shop, cart_of(shop, people.bob, variant, 2), 4000, **people.bob)
    assert status == 201, done
    order = shop.order(done["order"]["id"])
    assert order["company_id"] == done["order"]["company_id"] == people.company_id
    assert order["buyer_company"]["tax_ids"] == [{"country": "DE", "number": "DE136695976"}]
    assert (order["buyer_company"]["exemption_certificate"], order["buyer_company"]["net_days"]) == ("FB-7781", 30)
    assert "136695976" not in str(shop.item(SPEC, *sold_key(order["id"])))
    unseen = shop.admin("GET", f"/admin/orders/{order['id']}", scopes="orders:read")[1]
    assert unseen["buyer_company"]["tax_ids"] == [{"country": "DE", "number": None}]


def test_beyond_the_limit_an_admin_has_to_approve_first(shop: InProcessShop, people: People, variant: str) -> None:
    cart = cart_of(shop, people.bob, variant, 3)
    for headers in (people.bob, {"Cart_Token": cart["token"]}):
        status, answer = complete(shop, cart, 6000, **headers)
        assert (status, answer["error"]["code"]) == (409, "approval_required")
        assert answer["error"]["details"] == {"limit": 5000, "total": 6000, "currency": "USD"}
    assert ask(shop, cart, people.bob)["approval"]["status"] == "asked"
    assert complete(shop, cart, 6000, **people.bob)[0] == 409
    [waiting] = shop.call("GET", "/store/me/approvals", **people.ann)[1]["data"]
    assert (waiting["cart_id"], waiting["approval"]["total"]) == (cart["id"], 6000)
    assert approve(shop, cart, 5999, people.ann)[1]["error"]["code"] == "total_changed"
    status, given = approve(shop, cart, 6000, people.ann)
    assert (status, given["approval"]["status"]) == (200, "approved")
    assert approve(shop, cart, 6000, people.ann)[1] == given
    assert shop.call("GET", "/store/me/approvals", **people.ann)[1]["data"] == []
    assert complete(shop, cart, 6000, **people.bob)[0] == 201


def test_another_quantity_needs_another_word(shop: InProcessShop, people: People, variant: str) -> None:
    cart = cart_of(shop, people.bob, variant, 3)
    ask(shop, cart, people.bob)
    approve(shop, cart, 6000, people.ann)
    line = cart["items"][0]["id"]
    changed = shop.call("PATCH", f"/store/carts/{cart['id']}/items/{line}", {"quantity": 4}, **people.bob)[1]
    assert changed["approval"]["status"] == "outdated"
    assert complete(shop, cart, 8000, **people.bob)[0] == 409
    shop.call("PATCH", f"/store/carts/{cart['id']}/items/{line}", {"quantity": 3}, **people.bob)
    assert complete(shop, cart, 6000, **people.bob)[0] == 201


def test_a_word_counts_while_who_gave_it_is_an_admin(shop: InProcessShop, people: People, variant: str) -> None:
    cart = cart_of(shop, people.bob, variant, 3)
    ask(shop, cart, people.bob)
    approve(shop, cart, 6000, people.ann)
    path = f"/admin/companies/{people.company_id}/members/{people.id(people.ann)}"
    assert shop.admin("PUT", path, {"role": "buyer"})[0] == 200
    assert complete(shop, cart, 6000, **people.bob)[0] == 409


def test_only_admins_of_the_company_approve_and_others_see_no_cart(
    shop: InProcessShop, people: People, variant: str
) -> None:
    cart = cart_of(shop, people.bob, variant, 3)
    assert approve(shop, cart, 6000, people.ann)[0] == 404  # nobody has asked
    ask(shop, cart, people.bob)
    assert approve(shop, cart, 6000, people.bob)[0] == 403
    assert approve(shop, cart, 6000, people.eve)[0] == 404
    assert shop.call("GET", "/store/me/approvals", **people.bob)[0] == 403
    assert shop.call("GET", "/store/me/approvals", **people.eve)[0] == 404
    tokens = {"Cart_Token": cart["token"], **people.ann}
    assert shop.call("POST", f"/store/carts/{cart['id']}/request_approval", **tokens)[0] == 404


def test_a_currency_without_a_limit_of_its_own_needs_a_word_and_admins_need_none(
    shop: InProcessShop, people: People, variant: str
) -> None:
    assert complete(shop, cart_of(shop, people.ann, variant, 9), 18000, **people.ann)[0] == 201
    path = f"/store/me/company/members/{people.id(people.bob)}"
    shop.call("PATCH", path, {"order_limits": {"EUR": 999999}}, **people.ann)
    cart = cart_of(shop, people.bob, variant, 1)
    assert complete(shop, cart, 2000, **people.bob)[1]["error"]["details"]["limit"] == 0
    shop.call("PATCH", path, {"order_limits": None}, **people.ann)
    assert complete(shop, cart, 2000, **people.bob)[0] == 201


def test_who_is_erased_leaves_the_company_s_orders_with_their_tax_id(
    shop: InProcessShop, people: People, variant: str
) -> None:
    _, done = complete(shop, cart_of(shop, people.bob, variant, 1), 2000, **people.bob)
    order_id = done["order"]["id"]
    assert shop.call("POST", f"/store/orders/{order_id}/cancel", **people.bob)[0] == 200
    assert shop.call("POST", "/store/me/erasure", **people.bob)[0] == 202
    for _ in range(3):
        shop.run("privacy.erase_people")
    order = shop.order(order_id)
    assert (order["customer_id"], order["email"]) == (None, None)
    assert order["company_id"] == people.company_id
    assert order["buyer_company"]["tax_ids"] == [{"country": "DE", "number": "DE136695976"}]
