"""Buying: an invoice as an order, as its shopper would place and pay it, until the shop has shipped it."""

import time
from dataclasses import dataclass
from typing import Any

from local.client import Refused
from local.replay import crew
from local.replay.invoices import Order
from local.replay.journal import Journal
from local.replay.shop import CURRENCY, Shop

ATTEMPTS = 3  # an order that was not paid before its time was over is placed anew
PATIENCE_S = 180  # for Stripe's news to place an order; on an idle machine it takes two seconds
GLANCE_S = 0.3  # between two looks at it
CARRIER = "royal-mail"


class StillPending(Exception):
    """An order was paid, and the shop does not place it."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"The order {order_id} was paid and is not placed after {PATIENCE_S} s: is Stripe's webhook heard?"
        )


class NeverPlaced(Refused):
    """An order came to another end before it was paid."""

    def __init__(self, order: Any) -> None:
        super().__init__("GET", f"/admin/orders/{order['id']}", 200, {"code": f"order_{order['status']}"})


@dataclass(frozen=True)
class Bought:
    """An order that is paid, as far as its shopper knows."""

    order: Order
    order_id: str
    attempt: int


def buy(shop: Shop, order: Order, journal: Journal, attempt: int = 1) -> Bought:
    """Fill a cart, complete it, pay. Done before, each step gives what it gave then. Raises Refused."""
    tries = str(attempt)
    mine = shop.of(order.invoice)
    key = shop.stranger_key("cart", order.invoice, tries)
    cart = shop.shoppers.post("/store/carts", _cart(shop, order, journal), key=key, headers=mine)
    completed = shop.shoppers.post(
        f"/store/carts/{cart['id']}/complete",
        {"expected_total": cart["total"], "payment": {"provider": "stripe", "flow": "payment_intent"}},
        key=shop.key("order", order.invoice, tries),
        headers={**mine, "Cart-Token": cart["token"]},
    )
    _pay(shop, completed["payment"]["client_secret"], shop.key("pay", order.invoice, tries))
    return Bought(order, completed["order"]["id"], attempt)


def see_through(shop: Shop, bought: Bought, journal: Journal, *, is_shipped: bool) -> None:
    """Wait until the order is placed, and ship it. Raises StillPending, NeverPlaced, Refused."""
    order = _when_placed(shop, bought)
    if order["status"] == "expired" and bought.attempt < ATTEMPTS:  # the replay was away while the order waited
        see_through(shop, buy(shop, bought.order, journal, bought.attempt + 1), journal, is_shipped=is_shipped)
        return
    if order["placed_at"] is None:
        raise NeverPlaced(order)
    journal.order(bought.order.invoice, order["id"], order["placed_at"])
    if is_shipped:
        if order["status"] == "placed" and order["fulfillment_status"] == "unfulfilled":
            _ship(shop, bought, order)
        journal.finish(bought.order.invoice)


def _cart(shop: Shop, order: Order, journal: Journal) -> dict[str, Any]:
    address = {
        "last_name": f"Customer {order.customer or 'unknown'}",
        "address1": "Not in the data",
        "city": "Not in the data",
        "province": "Not in the data",
        "postal_code": "Not in the data",
        "country": order.country,
    }
    return {
        "currency": CURRENCY,
        "country": order.country,
        "items": [{"variant_id": journal.variants[item.sku], "quantity": item.quantity} for item in order.items],
        "email": order.email,
        "shipping_address": address,
        "shipping_option": {"id": shop.option_id},
        "metadata": {"invoice": order.invoice},
    }


def _pay(shop: Shop, client_secret: str, key: str) -> None:
    """Pay with a card that is never declined. A payment that is over already, either way, is left as it is."""
    fields = {"client_secret": client_secret, "payment_method": "pm_card_visa", "use_stripe_sdk": "true"}
    intent = client_secret.partition("_secret_")[0]
    try:
        shop.stripe.form(f"/v1/payment_intents/{intent}/confirm", fields, headers={"Idempotency-Key": key})
    except Refused as refused:
        if refused.code != "payment_intent_unexpected_state":
            raise


def _when_placed(shop: Shop, bought: Bought) -> Any:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        order = shop.staff.get(f"/admin/orders/{bought.order_id}")
        if order["status"] != "pending":
            return order
        crew.pause(GLANCE_S)
    raise StillPending(bought.order_id)


def _ship(shop: Shop, bought: Bought, order: Any) -> None:
    body = {
        "location_id": shop.location_id,
        "items": [{"line_item_id": item["id"], "quantity": item["quantity"]} for item in order["items"]],
        "tracking": {"company": CARRIER, "number": f"{shop.keys}-{bought.order.invoice}"},
        "notify_customer": False,
    }
    path = f"/admin/orders/{order['id']}/fulfillments"
    shop.staff.post(path, body, key=shop.key("ship", bought.order.invoice))
