"""One person with two accounts on the deployed shop: staff make one of them, and all that was theirs is under one."""

import json
import re
import urllib.error
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.pool import Account
from tests.journeys.shop import ADDRESS, Answer, Shop
from tests.journeys.test_accounts import erased_meanwhile

PRICE, SHIPPING = 2499, 644
MARKETING = "/store/me/consents/email/marketing"
Headers = dict[str, str]


@dataclass(frozen=True)
class Side:
    """One of both accounts, signed in."""

    shop: Shop
    account: Account
    session: Headers
    id: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's body to a call of theirs, which is right."""
        answer = self.shop.api.call(method, path, body, **self.session, **headers)
        assert answer.status < 300, answer.raw
        return answer.json if answer.raw else None

    def buys(self, variant: str, option: str) -> str:
        """The id of an order of theirs, paid and placed."""
        cart = self.cart(variant, option)
        key, path = uuid4().hex, f"/store/carts/{cart['id']}/complete"
        done = self.shop.api.call("POST", path, {"expected_total": cart["total"]}, Idempotency_Key=key, **self.session)
        assert done.status == 201, done.raw
        self.shop.pay(done.json)
        order_id = str(done.json["order"]["id"])
        self.shop.until_status(order_id, "placed")
        return order_id

    def cart(self, variant: str, option: str) -> Any:
        """A cart of theirs, which is not bought yet."""
        items, where = [{"variant_id": variant, "quantity": 1}], {"shipping_address": ADDRESS}
        body = {"currency": "USD", "email": self.account.email, "items": items, "shipping_option": {"id": option}}
        return self.call("POST", "/store/carts", body | where)

    def agrees(self) -> None:
        """To letters with offers, and follows the link of the letter that asks."""
        assert self.call("PUT", MARKETING, {"is_granted": True, "text": "Yes."})["status"] == "pending"
        link = re.compile(r"consent\?token=([\w.-]+)")
        found = self.shop.until("the letter asks", lambda: link.search(json.dumps(self.shop.mails(self.account.email))))
        assert self.call("POST", "/store/consents/confirm", {"token": found[1]})["status"] == "granted"

    def asks(self, subject: str) -> str:
        """The id of a ticket of theirs."""
        return str(
            self.call("POST", "/store/tickets", {"email": self.account.email, "subject": subject, "body": "Well?"})[
                "id"
            ]
        )


@pytest.fixture(scope="module")
def sides(deployed: Shop) -> tuple[Side, Side]:
    """The account that stays, and the one that goes."""
    return _signed_up(deployed, "ann"), _signed_up(deployed, "ann.old")


def _signed_up(shop: Shop, name: str) -> Side:
    account = Account(shop, f"{name}.{uuid4().hex[:8]}@example.com")
    account.sign_up()
    session = account.session()
    return Side(shop, account, session, shop.api.call("GET", "/store/me", **session).json["id"])


def test_what_was_under_two_accounts_is_under_one_and_the_other_one_is_dead(
    shop: Shop, sides: tuple[Side, Side], option: str
) -> None:
    stays, goes = sides
    variant = shop.a_variant(units=9, price=PRICE)
    bought = {side.buys(variant, option) for side in sides}
    asked = [stays.asks("Where is it?"), goes.asks("It is blue.")]
    goes.call("PATCH", "/store/me", {"first_name": "Ann", "phone": "+15105550100"})
    goes.call("POST", "/store/me/addresses", {"address": ADDRESS})
    goes.call("POST", "/store/me/wish_list/items", {"variant_id": variant})
    left_cart = goes.cart(variant, option)
    for side in sides:
        side.agrees()
    goes.call("PUT", MARKETING, {"is_granted": False})
    told = shop.admin("PATCH", f"/admin/customers/{goes.id}", {"note": "Rings twice.", "tags": ["vip"]})
    assert told.status == 200, told.raw

    key = uuid4().hex
    first, again = (_merge(shop, stays, goes, key) for _ in range(2))
    assert (first.status, first.json["status"]) == (202, "moving"), first.raw
    assert (again.status, again.json) == (first.status, first.json)
    known = _as_staff_see(shop, stays)
    assert (known["merged_from"], known["other_emails"]) == ([goes.id], [goes.account.email])
    assert (known["first_name"], known["phone"]) == ("Ann", "+15105550100")
    assert (known["note"], known["tags"]) == ("Rings twice.", ["vip"])
    shop.until("the other's account is gone from the pool", lambda: not erased_meanwhile(shop, goes.account.email))

    assert {each["id"] for each in stays.call("GET", "/store/me/orders")["data"]} == bought
    figures = shop.admin("GET", f"/admin/orders/summary?customer_id={stays.id}").json
    assert (figures["orders"], figures["spent"][0]["amount"]) == (2, 2 * (PRICE + SHIPPING))
    assert shop.admin("GET", f"/admin/orders/summary?customer_id={goes.id}").json["orders"] == 0
    assert stays.call("GET", "/store/me/cart")["id"] == left_cart["id"]
    assert [each["variant_id"] for each in stays.call("GET", "/store/me/wish_list")["items"]] == [variant]
    assert len(stays.call("GET", "/store/me/addresses")["data"]) == 1
    copy = stays.call("GET", "/store/me/export")
    assert {each["ticket"]["id"] for each in copy["tickets"]} == set(asked)
    _the_stricter_word_holds(shop, stays)

    assert shop.api.call("GET", "/store/me", **goes.session).code == "session_required"
    with pytest.raises(urllib.error.HTTPError, match="400"):
        goes.account.access_token()
    assert stays.call("GET", "/store/me")["email"] == stays.account.email


def test_merged_again_under_another_key_nothing_more_happens(shop: Shop, sides: tuple[Side, Side]) -> None:
    stays, goes = sides
    before = _as_staff_see(shop, stays)
    again = _merge(shop, stays, goes, uuid4().hex)
    assert (again.status, again.json["status"]) == (202, "done")
    assert _as_staff_see(shop, stays) == before
    entries = shop.admin("GET", f"/admin/audit?object={stays.id}&action=customer.merge").json["data"]
    assert len(entries) == 1
    assert _merge(shop, goes, stays, uuid4().hex).code == "customer_merged"


def _merge(shop: Shop, stays: Side, goes: Side, key: str) -> Answer:
    return shop.admin("POST", f"/admin/customers/{stays.id}/merge", {"from": goes.id}, Idempotency_Key=key)


def _as_staff_see(shop: Shop, side: Side) -> Any:
    return shop.admin("GET", f"/admin/customers/{side.id}").json


def _the_stricter_word_holds(shop: Shop, stays: Side) -> None:
    """Taken back with one of both is taken back; the proofs of both are there."""
    stands = stays.call("GET", "/store/me/consents")["data"]
    assert next(each for each in stands if f"{each['channel']}/{each['purpose']}" == "email/marketing")["status"] == (
        "withdrawn"
    )
    proofs = shop.admin("GET", f"/admin/customers/{stays.id}/consents").json["data"]
    assert len(proofs) == 6  # each agreed and confirmed, one took it back, and the merge did it for the other
    assert len([each for each in proofs if each["route"].endswith("/merge")]) == 1
