"""How a shopper pays: PaymentMethods, from a test name, or from card details typed by a shopper."""

from typing import Any

from local.stripe_double import cards
from local.stripe_double.cards import Card
from local.stripe_double.errors import invalid, missing
from local.stripe_double.params import Spec, anything, hash_of, integer, merged, metadata, one_of, text
from local.stripe_double.state import Asked, Json, World

_CARD: Spec = {"number": text(30), "exp_month": integer(), "exp_year": integer(), "cvc": text(8), "token": text()}
DATA: Spec = {
    "type": one_of("card"),
    "card": hash_of(_CARD),
    "billing_details": anything,
    "metadata": metadata,
    "allow_redisplay": text(),
}
CREATE: Spec = {**DATA}


def create(asked: Asked) -> Json:
    """POST /v1/payment_methods, with raw card details."""
    world, params = asked.world, asked.params
    return from_data(world, params)


def retrieve(asked: Asked) -> Json:
    """GET /v1/payment_methods/{id}"""
    return asked.world.get("payment_methods", asked.id)


def chosen(world: World, params: Json) -> Json | None:
    """The PaymentMethod a call names, by `payment_method` or `payment_method_data`; None when it names none.

    A test name such as `pm_card_visa` becomes a new PaymentMethod, as at Stripe.
    """
    name = params.get("payment_method")
    if name is None:
        data = params.get("payment_method_data")
        return None if data is None else from_data(world, data)
    card = cards.named(name)
    if card is not None:
        return _add(world, card, {})
    if name not in world.tables["payment_methods"]:
        raise missing("payment_methods", name, "payment_method")
    return world.get("payment_methods", name, "payment_method")


def from_data(world: World, data: dict[str, Any]) -> Json:
    """A new PaymentMethod from what a shopper typed. Raises StripeError 402 for details that cannot be right."""
    details = data.get("card")
    if details is None:
        raise invalid("Missing required param: card.", "card", "parameter_missing")
    return _add(world, _card(world, details), data)


def _card(world: World, details: dict[str, Any]) -> Card:
    if details.get("token"):
        card = cards.named(details["token"].replace("tok_", "pm_card_", 1))
        if card is None:
            raise invalid(f"No such token: '{details['token']}'", "card[token]", "resource_missing")
        return card
    if not details.get("number"):
        raise invalid("Missing required param: card[number].", "card[number]", "parameter_missing")
    card = cards.numbered(details["number"])
    _check_form(world, details)
    return card


def _check_form(world: World, details: dict[str, Any]) -> None:
    if not 1 <= details.get("exp_month", 12) <= 12:
        raise cards.bad_card("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
    this_year = 1970 + world.now() // 31_556_952  # seconds of a mean Gregorian year; exact enough for a year's form
    if not this_year <= details.get("exp_year", this_year) % 2_000 + 2_000 <= this_year + 50:
        raise cards.bad_card("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")
    code = details.get("cvc")
    if code is not None and not (code.isdigit() and len(code) in (3, 4)):
        raise cards.bad_card("invalid_cvc", "Your card's security code is invalid.", "cvc")


def _add(world: World, card: Card, data: dict[str, Any]) -> Json:
    details = data.get("card", {})
    method = world.add(
        "pm",
        {
            "object": "payment_method",
            "allow_redisplay": data.get("allow_redisplay") or "unspecified",
            "billing_details": {"address": None, "email": None, "name": None, "phone": None}
            | dict(data.get("billing_details") or {}),
            card.type: _shape(card, details.get("exp_month", 12), details.get("exp_year", 2034)),
            "created": world.now(),
            "customer": None,
            "livemode": False,
            "metadata": merged({}, data.get("metadata")),
            "type": card.type,
        },
    )
    world.cards[method["id"]] = card
    return method


def _shape(card: Card, month: int, year: int) -> Json:
    if card.type != "card":
        return {"account_type": "checking", "bank_name": "STRIPE TEST BANK", "last4": card.last4}
    return {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": None},
        "country": "US",
        "exp_month": month,
        "exp_year": year % 2_000 + 2_000,
        "fingerprint": f"double{card.last4}",
        "funding": "credit",
        "last4": card.last4,
        "three_d_secure_usage": {"supported": True},
    }
