"""The walk of one order from cart to doorstep, printed step by step with what it came to and how long it took."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.client import Client, Refused, Unreachable
from local.endpoints import Endpoints, edge_headers
from local.process import Failed
from shared import money
from shared.webhook_signature import sign

PATIENCE_S = 60  # for what happens behind queues; on an idle machine it takes two seconds
GLANCE_S = 0.2
UNITS = 2
CURRENCY = "USD"
CARRIER = "ups"
ADDRESS = {
    "first_name": "Jane",
    "last_name": "Doe",
    "address1": "1 Main St",
    "city": "Oakland",
    "province": "CA",
    "postal_code": "94607",
    "country": "US",
}


def now() -> datetime:
    """The time that the shop, which keeps UTC, has."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Goods:
    """Something in stock, and where it lies."""

    variant_id: str
    product_id: str
    location_id: str


class Walk:
    """One order's walk; every step prints a line."""

    def __init__(self, endpoints: Endpoints, say: Callable[[str], None]) -> None:
        self._endpoints = endpoints
        self._say = say
        self._name = secrets.token_hex(6)
        self._shopper = Client(endpoints.api, edge_headers(endpoints.origin_secret, self._name))
        self._staff = Client(endpoints.api, {"Authorization": f"Bearer {endpoints.admin_key}"})
        self._stripe = Client(endpoints.stripe_api, {"Authorization": "Bearer pk_test_walk"})
        self.email = f"walk-{self._name}@example.com"

    def run(self) -> None:
        """Every step, in order. Raises Failed where one does not come to what it should."""
        goods = self._goods()
        before = self._delivered_today(goods)
        order = self.buy(goods)
        order_id = order["id"]
        parcel = self._step("handed to the carrier", lambda: self._ship(goods, order), lambda each: each["status"])
        self._step("carrier's webhook", lambda: self._carrier_says(parcel), lambda _: "accepted")
        self._wait("delivered", lambda: self._order(order_id, fulfillment_status="delivered"), _standing)
        self._wait("in the day's report", lambda: self._counted(goods, before + UNITS), _figures)
        self._wait("e-mails written", self._mails, " · ".join)

    def buy(self, goods: Goods | None = None) -> Any:
        """From an empty cart to an order that is paid and placed; goods: what, None for whatever there is."""
        cart, token = self._fill_cart(goods or self._goods())
        completed = self._step("completed", lambda: self._complete(cart, token), lambda each: each["order"]["status"])
        self._step("paid at Stripe", lambda: self._pay(completed), lambda intent: intent["status"])
        order_id = completed["order"]["id"]
        return self._wait("placed by its webhook", lambda: self._order(order_id, status="placed"), _standing)

    def _fill_cart(self, goods: Goods) -> tuple[Any, str]:
        new = {"currency": CURRENCY, "country": "US"}
        cart = self._step("cart", lambda: self._shopper.post("/store/carts", new, key=secrets.token_hex(16)), _total)
        path, token = f"/store/carts/{cart['id']}", str(cart["token"])
        mine = {"Cart-Token": token}
        item = {"variant_id": goods.variant_id, "quantity": UNITS}
        add = {**mine, "Idempotency-Key": f"walk-item-{self._name}"}
        self._step("item added", lambda: self._shopper.post(f"{path}/items", item, headers=add), _total)
        self._step("e-mail", lambda: self._shopper.put(f"{path}/email", {"email": self.email}, headers=mine), _total)
        self._step("address", lambda: self._shopper.put(f"{path}/shipping_address", ADDRESS, headers=mine), _total)
        offered = self._shopper.get(f"{path}/shipping_options", headers=mine)["data"]
        if not offered:
            raise Failed("The shop ships nothing to the US: it has no shipping option.")
        choice = {"id": offered[0]["id"]}
        chosen = f"{path}/shipping_option"
        return self._step("shipping chosen", lambda: self._shopper.put(chosen, choice, headers=mine), _total), token

    def _complete(self, cart: Any, token: str) -> Any:
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe", "flow": "payment_intent"}}
        path = f"/store/carts/{cart['id']}/complete"
        return self._shopper.post(path, body, key=f"walk-order-{self._name}", headers={"Cart-Token": token})

    def _pay(self, completed: Any) -> Any:
        secret = completed["payment"]["client_secret"]
        path = f"/v1/payment_intents/{secret.partition('_secret_')[0]}/confirm"
        fields = {"client_secret": secret, "payment_method": "pm_card_visa", "use_stripe_sdk": "true"}
        return self._stripe.form(path, fields, headers={"Idempotency-Key": f"walk-{self._name}"})

    def _ship(self, goods: Goods, order: Any) -> Any:
        body = {
            "location_id": goods.location_id,
            "items": [{"line_item_id": item["id"], "quantity": item["quantity"]} for item in order["items"]],
            "tracking": {"company": CARRIER, "number": f"1Z{self._name.upper()}"},
        }
        path = f"/admin/orders/{order['id']}/fulfillments"
        return self._staff.post(path, body, key=f"walk-parcel-{self._name}")

    def _carrier_says(self, parcel: Any) -> Any:
        moment = now()
        told = {
            "event_id": f"walk-{self._name}",
            "tracking_number": parcel["tracking"]["number"],
            "status": "delivered",
            "occurred_at": moment.isoformat(timespec="seconds"),
        }
        raw, path = json.dumps(told).encode(), f"/webhooks/carriers/{CARRIER}"
        signature = sign(raw, self._endpoints.carrier_webhook_secret, moment, path=path)
        return self._shopper.call("POST", path, raw, headers={"Carrier-Signature": signature})

    def _goods(self) -> Goods:
        """Something that is for sale in dollars, with enough of it at one place."""
        for product in self._shopper.get("/store/products?limit=100")["data"]:
            for variant in product["variants"]:
                if any(price["currency"] == CURRENCY for price in variant["prices"]):
                    levels = self._staff.get(f"/admin/inventory/levels?variant_id={variant['id']}")["data"]
                    place = next((level["location_id"] for level in levels if level["available"] >= UNITS), None)
                    if place:
                        return Goods(variant["id"], product["id"], place)
        raise Failed(f"The shop has nothing in stock that is sold in {CURRENCY}: fill it first.")

    def _order(self, order_id: str, **wanted: str) -> Any:
        order = self._staff.get(f"/admin/orders/{order_id}")
        return order if all(order[name] == value for name, value in wanted.items()) else None

    def _delivered_today(self, goods: Goods) -> int:
        row = self._counted(goods, 0)
        return int(row["units_delivered"]) if row else 0

    def _counted(self, goods: Goods, delivered: int) -> Any:
        """The variant's row of today's report, once it counts so many units as delivered."""
        today = now().date().isoformat()
        path = f"/admin/reports/sales?from={today}&to={today}&group_by=variant&currency={CURRENCY}"
        rows = self._staff.get(path)["data"]
        mine = (row for row in rows if row["variant_id"] == goods.variant_id)
        return next((row for row in mine if row["units_delivered"] >= delivered), None)

    def _mails(self) -> list[str] | None:
        """The subjects of what was written to the shopper, once there are two: the confirmation and the shipment."""
        accounts = Client(self._endpoints.outbox_mail).get("")["messages"].values()
        mine = [mail for account in accounts for mail in account if self.email in json.dumps(mail)]
        subjects = [str(mail.get("Subject", "(no subject)")) for mail in mine]
        return subjects if len(subjects) >= 2 else None

    def _step(self, name: str, work: Callable[[], Any], shown: Callable[[Any], str]) -> Any:
        started = time.monotonic()
        try:
            result = work()
        except (Refused, Unreachable) as failure:
            raise Failed(f"The walk ended at “{name}”: {failure}") from failure
        self._say(f"{(time.monotonic() - started) * 1000:>7.0f} ms  {name:<22} {shown(result)}")
        return result

    def _wait(self, name: str, look: Callable[[], Any], shown: Callable[[Any], str]) -> Any:
        """A step that ends when the look finds something."""

        def until_found() -> Any:
            deadline = time.monotonic() + PATIENCE_S
            while time.monotonic() < deadline:
                found = look()
                if found:
                    return found
                time.sleep(GLANCE_S)
            raise Failed(f"The walk ended: not “{name}” within {PATIENCE_S} s. The functions' logs say why.")

        return self._step(name, until_found, shown)


def walk(endpoints: Endpoints, say: Callable[[str], None] = print) -> None:
    """Walk one order through the shop. Raises Failed with a sentence for a person."""
    Walk(endpoints, say).run()


def _total(cart: Any) -> str:
    return f"{cart['status']}, {money.show(cart['total'], cart['currency'])}"


def _standing(order: Any) -> str:
    return f"order {order['number']}: {order['status']}, {order['payment_status']}, {order['fulfillment_status']}"


def _figures(row: Any) -> str:
    worth = money.show(row["net_total"], row["currency"])
    return f"{row['sku']} today: {row['orders']} orders, {row['units']} units, {worth}"
