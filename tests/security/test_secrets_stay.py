"""A whole purchase with its refund, in which everything personal or secret is marked: where do the marks turn up?"""

import json
import urllib.parse
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from functions.access.handlers import authorizer
from shared import telemetry
from tests.journeys.shop import Site
from tests.security.doors import door
from tests.security.good_bodies import TRACKING
from tests.security.scene import Scene, furnished
from tests.security.senders import CARRIER
from tests.world import SECRETS

EMAIL = "canary.of.the.shopper@example.org"
PHONE = "+4915199887766"
ADDRESS = {
    "first_name": "Canarina",
    "last_name": "Nightingale-Marked",
    "company": "Marked & Sons",
    "address1": "77 Canary Wharf",
    "address2": "Nest 5 Left",
    "city": "Birdsville",
    "province": "Featherland",
    "postal_code": "CAN 4RY",
    "country": "US",
    "phone": PHONE,
}
CARD = "4242424242424242"
CARDHOLDER = "C Nightingale-Marked-On-Card"
PERSONAL = (EMAIL, PHONE, CARD, CARDHOLDER, *(text for name, text in ADDRESS.items() if name != "country"))


@pytest.fixture(scope="module")
def story() -> Iterator["Story"]:
    """The shop after the purchase, and all that was printed meanwhile."""
    printed = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), furnished() as scene:
        patch.setattr(telemetry.logger.registered_handler, "stream", printed)
        told = Story(scene, printed)
        told.happens()
        yield told


class Story:
    """What happened in the shop, and which secrets were given out meanwhile."""

    def __init__(self, scene: Scene, printed: StringIO) -> None:
        self.scene, self.shop, self.printed = scene, scene.shop, printed
        self.secrets: list[str] = [*SECRETS.values(), scene.cart["token"], scene.order_token]
        self.refusals: list[tuple[str, str]] = []  # (what was sent, the answer's body)

    def happens(self) -> None:
        """Carts, wrong entries, a declined card, a paid order, a parcel, a refund, and keys of staff."""
        ids = self.scene.ids
        whole: dict[str, Any] = {"currency": "USD", "items": [{"variant_id": ids["variant_id"]}], "email": EMAIL}
        whole |= {"shipping_address": ADDRESS, "billing_address": ADDRESS, "shipping_option": {"id": ids["option_id"]}}
        cart = self._ask("POST", "/store/carts", whole, Idempotency_Key=uuid4().hex)
        path, token = f"/store/carts/{cart['id']}", {"Cart_Token": cart["token"]}
        self._ask("PUT", f"{path}/shipping_address", ADDRESS, **token)
        self._wrong_entries(path, token)
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
        done = self._ask("POST", f"{path}/complete", body, **token, Idempotency_Key=uuid4().hex)
        self.secrets += [cart["token"], done["order_token"], done["payment"]["client_secret"]]
        self._wrong(f"{path}/email", {"email": EMAIL}, token)
        self._pay(done, CARD, cvc="000", pays=False)
        self._pay(done, CARD, cvc="123", pays=True)
        self.shop.pump()
        self._afterwards(done["order"])
        self._keys()

    def _wrong_entries(self, path: str, token: dict[str, str]) -> None:
        for name, wrong in (("phone", f"{PHONE}x"), ("country", "USA"), ("secret", CARD)):
            self._wrong(f"{path}/billing_address", {**ADDRESS, name: wrong}, token)
        self._wrong(f"{path}/email", {"email": f"{EMAIL} {ADDRESS['last_name']}"}, token)
        self._wrong(f"{path}/email", {"email": EMAIL, EMAIL: EMAIL}, {})
        self._wrong(f"{path}/shipping_option", {"id": ADDRESS["address1"]}, token)

    def _pay(self, done: Any, number: str, cvc: str, *, pays: bool) -> None:
        secret = done["payment"]["client_secret"]
        details = {"name": CARDHOLDER, "email": EMAIL, "phone": PHONE, "address][line1": ADDRESS["address1"]}
        card = {"number": number if pays else "4000000000000002", "exp_month": "12", "exp_year": "2034", "cvc": cvc}
        fields = {"client_secret": secret, "payment_method_data[type]": "card", "receipt_email": EMAIL}
        fields |= {f"payment_method_data[card][{name}]": value for name, value in card.items()}
        fields |= {f"payment_method_data[billing_details][{name}]": value for name, value in details.items()}
        path = f"/v1/payment_intents/{secret.partition('_secret_')[0]}/confirm"
        headers = {"Authorization": "Bearer pk_test_shopper", "Content_Type": "application/x-www-form-urlencoded"}
        answer = Site(self.shop.double.url).call("POST", path, urllib.parse.urlencode(fields).encode(), **headers)
        assert answer.status == (200 if pays else 402), answer.raw

    def _afterwards(self, order: Any) -> None:
        items = [{"line_item_id": order["items"][0]["id"], "quantity": 1}]
        parcel = {"location_id": self.scene.ids["location_id"], "items": items, "tracking": {**TRACKING, "number": "7"}}
        self._staff("POST", f"/admin/orders/{order['id']}/fulfillments", parcel)
        news = {"event_id": "e", "tracking_number": "7", "status": "delivered", "occurred_at": "2026-11-22T11:59:00Z"}
        assert CARRIER.send(self.scene, json.dumps(news).encode()).status == 200
        self._staff("POST", "/admin/refunds", {"order_id": order["id"], "items": items})
        self.shop.pump()
        for path in ("", "/timeline"):
            self._staff("GET", f"/admin/orders/{order['id']}{path}")
        self.shop.clock.advance(days=1)
        self.shop.run("reports.daily_sales")
        self.shop.pump()

    def _keys(self) -> None:
        answer = self.scene.knock(door("POST /admin/api_keys"), b'{"name":"other","scopes":["orders:read"]}')
        token = json.loads(answer.body)["token"]
        self.secrets += [token, token.rpartition("_")[2]]
        for shown in (token, token[:-1] + ("A" if token[-1] != "A" else "B"), token[:-1]):
            authorizer.handler({"identitySource": [f"Bearer {shown}"]}, None)

    def _ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        status, answer, _ = self.shop.call(method, path, body, **headers)
        assert status < 300, answer
        return answer

    def _staff(self, method: str, path: str, body: Any = None) -> None:
        status, answer, _ = self.shop.admin(method, path, body)
        assert status < 300, answer

    def _wrong(self, path: str, body: Any, token: dict[str, str]) -> None:
        status, answer, _ = self.shop.call("PUT", path, body, **token)
        assert status >= 400
        self.refusals.append((json.dumps(body), json.dumps(answer)))


def _found(marks: Any, text: str) -> list[str]:
    return [mark for mark in marks if mark in text or json.dumps(mark)[1:-1] in text]


def test_no_log_line_tells_who_it_was_or_a_secret(story: Story) -> None:
    """FAULTS 95: log lines, and the metrics between them."""
    told = story.printed.getvalue()
    assert told.count('"correlation_id"') > 30
    assert "OrdersPlaced" in told
    assert _found([*PERSONAL, *story.secrets], told) == []


def test_no_refusal_repeats_what_is_personal(story: Story) -> None:
    """FAULTS 95: it names the field, not what stood in it."""
    assert len(story.refusals) >= 7
    for sent, answer in story.refusals:
        assert _found([*PERSONAL, *story.secrets], answer) == [], sent


def test_what_was_said_to_the_world_names_nobody(story: Story) -> None:
    """FAULTS 94, 95: events are copied to queues and archives that no erasure reaches."""
    rows = [item for key, item in story.scene.everything().items() if "EVENT#" in key[2]]
    assert len(rows) > 15
    assert _found([*PERSONAL, *story.secrets], json.dumps(rows, ensure_ascii=False)) == []


def test_people_stand_in_their_carts_and_orders_and_nowhere_else(story: Story) -> None:
    """FAULTS 94, 95"""
    elsewhere = [
        (key, found)
        for key, item in story.scene.everything().items()
        if not _is_of_a_person(key) and (found := _found([*PERSONAL, *story.secrets], json.dumps(item, default=str)))
    ]
    assert elsewhere == []


def _is_of_a_person(key: tuple[str, str, str]) -> bool:
    table, pk, sk = key
    return table.endswith("orders") and (("CART#" in pk and "CART" in sk) or ("ORDER#" in pk and "SOLD" in sk))
