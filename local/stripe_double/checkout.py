"""Checkout Sessions: what a hosted payment page was asked for, until it is paid or expires."""

from typing import Any

from local.stripe_double import customers, expiry, money, payment_intents
from local.stripe_double.errors import invalid, refused
from local.stripe_double.events import emit
from local.stripe_double.lifecycle import UNPAID
from local.stripe_double.lists import equal_to, filters, page
from local.stripe_double.params import (
    Spec,
    anything,
    boolean,
    hash_of,
    integer,
    list_of,
    merged,
    metadata,
    needed,
    one_of,
    text,
)
from local.stripe_double.state import Asked, Json, World

OPEN_S = 24 * 3_600  # a session expires after a day unless `expires_at` says otherwise …
SHORTEST_S = 30 * 60  # … which may be from half an hour on, as Stripe documents
GRACE_S = 60  # for clocks that differ a little, and the request's way here
MAX_LINE_ITEMS = 100  # documented by Stripe

_PRICE: Spec = {
    "currency": needed(text(3)),
    "unit_amount": integer(0),
    "product_data": hash_of(
        {"name": needed(text()), "description": text(), "images": anything, "metadata": metadata, "tax_code": text()},
        ("name",),
    ),
    "tax_behavior": text(),
}
_LINE: Spec = {"price_data": hash_of(_PRICE, ("currency", "unit_amount", "product_data")), "quantity": integer(1)}
_INTENT: Spec = {
    "capture_method": payment_intents.UPDATE["capture_method"],
    **{name: payment_intents.UPDATE[name] for name in ("description", "metadata", "receipt_email", "shipping")},
    "transfer_group": text(),
}
CREATE: Spec = {
    "allowed_payment_method_types": list_of(text(40), 60),
    "cancel_url": text(),
    "client_reference_id": text(200),
    "customer": text(),
    "customer_email": text(800),
    "expires_at": integer(0),
    "line_items": list_of(hash_of(_LINE, ("price_data", "quantity")), MAX_LINE_ITEMS),
    "locale": text(),
    "metadata": metadata,
    "mode": one_of("payment"),
    "payment_intent_data": hash_of(_INTENT),
    "return_url": text(),
    "submit_type": text(),
    "success_url": text(),
    "phone_number_collection": hash_of({"enabled": boolean}),
}
LIST: Spec = {**filters("customer", "payment_intent"), "status": one_of("open", "complete", "expired")}


def create(asked: Asked) -> Json:
    """POST /v1/checkout/sessions, in payment mode; no PaymentIntent exists before the shopper pays."""
    world, params = asked.world, asked.params
    customers.check(world, params)
    if not params["line_items"]:
        raise invalid("You must provide at least one line item.", "line_items", "parameter_missing")
    currency = _currency(params["line_items"])
    lines = [_line(world, line, currency) for line in params["line_items"]]
    total = sum(line["amount_total"] for line in lines)
    money.check_amount(total, currency)
    seconds = _seconds(world, params)
    session = world.add("cs", _new(world, params, currency, total) | {"expires_at": world.now() + seconds})
    session["url"] = f"{world.url}/_double/checkout/{session['id']}"
    world.sessions[session["id"]] = {"line_items": lines, "payment_intent_data": params.get("payment_intent_data", {})}
    world.later(lambda: _expire(world, session) if session["status"] == "open" else None, seconds)
    return session


def _currency(lines: list[dict[str, Any]]) -> str:
    found = {money.checked_currency(line["price_data"]["currency"]) for line in lines}
    if len(found) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    return found.pop()


def _line(world: World, asked: dict[str, Any], currency: str) -> Json:
    amount = asked["price_data"]["unit_amount"] * asked["quantity"]
    return {
        "id": world.new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": currency,
        "description": asked["price_data"]["product_data"]["name"],
        "price": {"object": "price", "currency": currency, "unit_amount": asked["price_data"]["unit_amount"]},
        "quantity": asked["quantity"],
    }


def _seconds(world: World, params: Json) -> int:
    wanted = params.get("expires_at", world.now() + OPEN_S) - world.now()
    if not SHORTEST_S - GRACE_S <= wanted <= OPEN_S + GRACE_S:
        raise invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", "expires_at")
    return int(wanted)


def _new(world: World, params: Json, currency: str, total: int) -> Json:
    return {
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": world.now(),
        "currency": currency,
        "customer": params.get("customer"),
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "livemode": False,
        "metadata": merged({}, params.get("metadata")),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": params.get("allowed_payment_method_types", ["card"]),
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": None,
    }


def retrieve(asked: Asked) -> Json:
    """GET /v1/checkout/sessions/{id}"""
    return asked.world.get("checkout_sessions", asked.id)


def line_items(asked: Asked) -> Json:
    """GET /v1/checkout/sessions/{id}/line_items, all of them on one page."""
    world = asked.world
    world.get("checkout_sessions", asked.id)
    url = f"/v1/checkout/sessions/{asked.id}/line_items"
    return {"object": "list", "data": world.sessions[asked.id]["line_items"], "has_more": False, "url": url}


def list_sessions(asked: Asked) -> Json:
    """GET /v1/checkout/sessions"""
    world, params = asked.world, asked.params
    matches = equal_to(params, "customer", "payment_intent", "status")
    return page(world, "checkout_sessions", "/v1/checkout/sessions", params, matches)


def expire(asked: Asked) -> Json:
    """POST /v1/checkout/sessions/{id}/expire"""
    world = asked.world
    session = world.get("checkout_sessions", asked.id)
    if session["status"] != "open":
        status = session["status"]
        raise refused(f"Only open Checkout Sessions can be expired. This Checkout Session has a status of {status}.")
    _expire(world, session)
    return session


def _expire(world: World, session: Json) -> None:
    session["status"] = "expired"
    session["url"] = None
    emit(world, "checkout.session.expired", session)
    intent = world.tables["payment_intents"].get(session["payment_intent"] or "")
    if intent is not None and intent["status"] in UNPAID:
        expiry.end(world, intent, "abandoned")
