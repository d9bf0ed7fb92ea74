"""A company on the deployed shop: a buyer orders more than they may alone, and an admin of theirs has to say a word."""

from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.pool import Account
from tests.journeys.shop import Answer, Shop

PRICE = 2499
Headers = dict[str, str]


@pytest.fixture(scope="module")
def people(deployed: Shop) -> tuple[Account, Account]:
    """An admin and a buyer, who have just signed up."""
    both = tuple(Account(deployed, f"{name}.{uuid4().hex[:8]}@example.com") for name in ("ann", "bob"))
    for each in both:
        each.sign_up()
    return both[0], both[1]


def test_an_order_above_the_limit_waits_is_declined_changed_approved_and_made(
    shop: Shop, people: tuple[Account, Account], option: str
) -> None:
    ann, bob = people
    admin, buyer = ann.session(), bob.session()
    company = a_company(shop, admin, buyer)
    cart = cart_of_three(shop, shop.a_variant(units=9, price=PRICE), option, bob.email, buyer)
    assert _complete(shop, cart, buyer).code == "approval_required"
    ask_for_a_word(shop, cart, buyer)
    shop.until("the admin is written to", lambda: _letters(shop, ann.email, "waits for your approval"))
    assert _letters(shop, bob.email, "waits for your approval") == []
    [waiting] = shop.admin("GET", f"/admin/carts_to_approve?company_id={company['id']}").json["data"]
    assert waiting["cart_id"] == cart["id"]

    mine = f"/store/me/approvals/{cart['id']}"
    assert shop.api.call("POST", f"{mine}/decline", {"reason": "Two will do."}, **buyer).code == "not_company_admin"
    assert shop.api.call("POST", f"{mine}/decline", {"reason": "Two will do."}, **admin).status == 200
    shop.until("the buyer hears of it", lambda: _letters(shop, bob.email, "was declined"))
    assert "Two will do." in str(_letters(shop, bob.email, "was declined"))
    assert _complete(shop, cart, buyer).code == "approval_required"

    line = f"/store/carts/{cart['id']}/items/{cart['items'][0]['id']}"
    changed = shop.api.call("PATCH", line, {"quantity": 2}, **buyer).json
    cart = {**changed, "token": cart["token"]}
    ask_for_a_word(shop, cart, buyer)
    approved = shop.api.call("POST", mine, {"expected_total": cart["total"]}, **admin)
    assert approved.status == 200, approved.raw
    shop.until("the buyer hears of it", lambda: _letters(shop, bob.email, "was approved"))
    done = _complete(shop, cart, buyer)
    assert done.status == 201, done.raw
    shop.pay(done.json)
    order = shop.until_status(done.json["order"]["id"], "placed")
    assert (order["company_id"], order["total"]) == (company["id"], cart["total"])
    timeline = shop.admin("GET", f"/admin/orders/{order['id']}/timeline").json["data"]
    decided = [each["data"]["status"] for each in timeline if each["type"] == "cart.approval_decided"]
    assert decided == ["declined", "approved"]


def a_company(shop: Shop, admin: Headers, buyer: Headers) -> Any:
    """Whose buyer may order one piece alone."""
    company = shop.admin("POST", "/admin/companies", {"name": "Doe GmbH", "payment_terms": {"net_days": 30}}).json
    for session, role in ((admin, "admin"), (buyer, "buyer")):
        who = shop.api.call("GET", "/store/me", **session).json["id"]
        member = {"role": role, "order_limits": {"USD": PRICE} if role == "buyer" else None}
        joined = shop.admin("PUT", f"/admin/companies/{company['id']}/members/{who}", member)
        assert joined.status == 200, joined.raw
    return company


def cart_of_three(shop: Shop, variant: str, option: str, email: str, session: Headers) -> Any:
    """The cart of a buyer."""
    address = {"last_name": "Doe", "address1": "1 Main St", "city": "Oakland", "province": "CA"}
    body = {
        "currency": "USD",
        "items": [{"variant_id": variant, "quantity": 3}],
        "email": email,
        "shipping_address": {**address, "first_name": "Bob", "postal_code": "94607", "country": "US"},
        "shipping_option": {"id": option},
    }
    made = shop.api.call("POST", "/store/carts", body, **session)
    assert made.status == 201, made.raw
    return made.json


def _complete(shop: Shop, cart: Any, session: Headers) -> Answer:
    path, key = f"/store/carts/{cart['id']}/complete", {"Idempotency_Key": uuid4().hex}
    return shop.api.call("POST", path, {"expected_total": cart["total"]}, **key, **session)


def ask_for_a_word(shop: Shop, cart: Any, session: Headers) -> None:
    """The buyer asks an admin of the company."""
    both = {**session, "Cart_Token": cart["token"]}
    asked = shop.api.call("POST", f"/store/carts/{cart['id']}/request_approval", **both)
    assert asked.status == 200, asked.raw


def _letters(shop: Shop, to: str, about: str) -> list[Any]:
    """Those to this address whose subject has these words."""
    return [each for each in shop.mails(to) if to in each["To"] and about in each["Subject"]]
