"""A shop as its users see it, HTTP and nothing else: the calls of staff, shoppers, the processor and the carrier."""

import http.client
import json
import threading
import time
import urllib.parse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from local.endpoints import Endpoints, edge_headers
from shared.webhook_signature import sign

PATIENCE_S = 60  # for what happens behind queues; on an idle machine it takes two seconds
CALL_S = 120  # far beyond any shopper's patience: a busy machine is no failure of the shop
WARMED_AT_A_TIME = 4
ADDRESS = {
    "first_name": "Jane",
    "last_name": "Doe",
    "address1": "1 Main St",
    "city": "Oakland",
    "province": "CA",
    "postal_code": "94607",
    "country": "US",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]  # lower-case names
    raw: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.raw)

    @property
    def code(self) -> str | None:
        """The error's code, None for a success."""
        return None if self.status < 400 else self.json["error"]["code"]


class Site:
    """One address, kept-alive connections, one a thread."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        self.host, self.prefix = parts.netloc, parts.path
        self._local = threading.local()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """body: JSON, or bytes to be sent as they are. headers: underscores stand for hyphens."""
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        named = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        for is_last in (False, True):
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._local.connection = http.client.HTTPConnection(self.host, timeout=CALL_S)
            try:
                connection.request(method, self.prefix + path, body=raw, headers=named)
                response = connection.getresponse()
                return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
            except (ConnectionError, http.client.BadStatusLine):
                self._local.connection = None  # the other side closed an idle connection
                if is_last:
                    raise
        raise AssertionError


@dataclass
class Shop:
    """The deployed shop and its neighbours."""

    endpoints: Endpoints
    api: Site = field(init=False)
    stripe: Site = field(init=False)

    def __post_init__(self) -> None:
        self.api = Site(self.endpoints.api)
        self.stripe = Site(self.endpoints.stripe_api)

    def warm_up(self, connections: int) -> None:
        """Let the shoppers' Lambda be started as often as that many connections need, a few at a time.

        A cold start is a second of CPU; thirty-two of them at once would make everybody wait for all.
        """
        for at_once in range(WARMED_AT_A_TIME, connections + 1, WARMED_AT_A_TIME):
            gate = threading.Barrier(at_once)

            def knock(_: int, gate: threading.Barrier = gate) -> None:
                gate.wait()
                self.api.call("GET", "/store/carts/cart_00000000000000000000000000")

            with ThreadPoolExecutor(at_once) as pool:
                list(pool.map(knock, range(at_once)))

    # staff

    def admin(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A call of staff; a POST gets a fresh Idempotency-Key unless it brings one."""
        if method == "POST":
            headers.setdefault("Idempotency_Key", uuid4().hex)
        return self.api.call(method, path, body, Authorization=f"Bearer {self.endpoints.admin_key}", **headers)

    def a_location(self) -> str:
        """A warehouse's id."""
        answer = self.admin("POST", "/admin/locations", {"name": f"Oakland {uuid4().hex[:6]}", "country": "US"})
        assert answer.status == 201, answer.raw
        return str(answer.json["id"])

    @cached_property
    def own_place(self) -> str:
        """The warehouse of all variants for which it does not matter where they lie: a shop has 50 places at most."""
        return self.a_location()

    def a_shipping_option(self, amount: int = 644) -> str:
        """A flat rate for the US."""
        body = {"title": "Standard", "kind": "flat", "countries": ["US"], "amounts": {"USD": amount}}
        answer = self.admin("POST", "/admin/shipping_options", body)
        assert answer.status == 201, answer.raw
        return str(answer.json["id"])

    def a_variant(self, *, units: int, price: int = 2499, location: str | None = None) -> str:
        """A variant for sale with so many units in stock."""
        sku = f"TS-{uuid4().hex[:10].upper()}"
        product = {
            "title": f"T-shirt {sku}",
            "status": "active",
            "options": [{"name": "Size", "values": ["M"]}],
            "variants": [
                {
                    "sku": sku,
                    "options": {"Size": "M"},
                    "prices": [{"currency": "USD", "amount": price}],
                    "weight_g": 180,
                }
            ],
        }
        answer = self.admin("POST", "/admin/products", product)
        assert answer.status == 201, answer.raw
        variant_id = str(answer.json["variants"][0]["id"])
        if units:
            place = location or self.own_place
            item = {"variant_id": variant_id, "location_id": place, "quantity": units}
            received = self.admin(
                "POST", "/admin/inventory/receipts", {"items": [item], "reference": "PO-1", "note": ""}
            )
            assert received.status == 201, received.raw
        return variant_id

    # shoppers

    def shopper(self, method: str, path: str, body: Any, name: str, **headers: str) -> Answer:
        """A call of a shopper's, by way of the edge. name: whose; each has an address of their own."""
        return self.api.call(method, path, body, **edge_headers(self.endpoints.origin_secret, name), **headers)

    def a_cart(self, variant_id: str, option_id: str, quantity: int = 1, **more: Any) -> Any:
        """A shopper's cart that is ready to be completed."""
        body = {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": variant_id, "quantity": quantity}],
            "email": "jane@example.com",
            "shipping_address": ADDRESS,
            "shipping_option": {"id": option_id},
            **more,
        }
        name, key = uuid4().hex, uuid4().hex
        answer = self.in_the_end(lambda: self.shopper("POST", "/store/carts", body, name, Idempotency_Key=key))
        assert answer.status == 201, answer.raw
        return answer.json

    def complete(self, cart: Any, *, key: str | None = None) -> Answer:
        """Complete a cart, at the total its shopper saw."""
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe", "flow": "payment_intent"}}
        path = f"/store/carts/{cart['id']}/complete"
        headers = {"Cart_Token": cart["token"], "Idempotency_Key": key or uuid4().hex}
        return self.shopper("POST", path, body, cart["id"], **headers)

    def an_order(self, variant_id: str, option_id: str, quantity: int = 1) -> Any:
        """A pending order, as completing answers it."""
        answer = self.complete(self.a_cart(variant_id, option_id, quantity))
        assert answer.status == 201, answer.raw
        return answer.json

    def order(self, order_id: str) -> Any:
        """The order as staff see it."""
        answer = self.admin("GET", f"/admin/orders/{order_id}")
        assert answer.status == 200, answer.raw
        return answer.json

    def available(self, variant_id: str) -> int:
        """Units that may be sold, over all locations."""
        levels = self.admin("GET", f"/admin/inventory/levels?variant_id={variant_id}")
        assert levels.status == 200, levels.raw
        return sum(level["available"] for level in levels.json["data"])

    # the processor and the carrier

    def pay(self, completed: Any, method: str = "pm_card_visa") -> Answer:
        """Confirm the payment as the shopper's client does at Stripe."""
        secret = completed["payment"]["client_secret"]
        intent = secret.partition("_secret_")[0]
        body = urllib.parse.urlencode({"client_secret": secret, "payment_method": method}).encode()
        headers = {"Authorization": "Bearer pk_test_shopper", "Content_Type": "application/x-www-form-urlencoded"}
        return self.stripe.call("POST", f"/v1/payment_intents/{intent}/confirm", body, **headers)

    def double(self, path: str, body: Any) -> Any:
        """Turn one of the Stripe double's switches."""
        answer = self.stripe.call("POST", f"/_double{path}", body)
        assert answer.status < 300, answer.raw
        return answer.json if answer.raw else None

    def stripe_events_of(self, completed: Any) -> list[str]:
        """The ids of Stripe's events about this payment, oldest first."""
        intent = completed["payment"]["client_secret"].partition("_secret_")[0]
        events = self.stripe.call("GET", "/_double/state").json["events"].values()
        return [each["id"] for each in events if intent in json.dumps(each)]

    def carrier_says(self, carrier: str, number: str, status: str, *, event_id: str | None = None) -> Answer:
        """A carrier's webhook."""
        now = datetime.now(UTC)
        told = {
            "event_id": event_id or uuid4().hex,
            "tracking_number": number,
            "status": status,
            "occurred_at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        raw = json.dumps(told).encode()
        signature = sign(raw, self.endpoints.carrier_webhook_secret, now, path=f"/webhooks/carriers/{carrier}")
        return self.api.call("POST", f"/webhooks/carriers/{carrier}", raw, Carrier_Signature=signature)

    def mails(self, containing: str) -> list[Any]:
        """The e-mails sent so far in which the text stands."""
        mail = Site(self.endpoints.outbox_mail).call("GET", "")
        sent = [each for account in mail.json["messages"].values() for each in account]
        return [each for each in sent if containing in json.dumps(each)]

    def texts(self, number: str) -> list[str]:
        """The words of the text messages sent to this number so far, oldest first."""
        sent = Site(self.endpoints.outbox_texts).call("GET", "").json["sms_messages"]
        return [each["Message"] for each in sent.get(number, [])]

    # waiting

    def until(self, what: str, is_so: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
        """Wait until it is so, and give what made it so. Fails with the sentence."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            found = is_so()
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"not within {patience_s} s: {what}")

    def in_the_end(self, call: Callable[[], Answer], *passing: str) -> Answer:
        """The answer to a request that is sent again, as it is, while the machine is too busy or the code will pass."""

        def settled() -> Answer | None:
            answer = call()
            return None if answer.status >= 500 or answer.code in passing else answer

        return self.until("the shop has time for a request", settled)  # type: ignore[no-any-return]

    def until_status(self, order_id: str, status: str) -> Any:
        """Wait for an order to reach a state."""

        def reached() -> Any:
            order = self.order(order_id)
            return order if order["status"] == status else None

        return self.until(f"order is {status}", reached)
