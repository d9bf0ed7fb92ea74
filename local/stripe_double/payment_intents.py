"""A PaymentIntent's plain life: create, read, change, list, find."""

from local.stripe_double import customers, money, payment_methods
from local.stripe_double.confirmation import CONFIRMING, check_return_url, confirm_now
from local.stripe_double.errors import StripeError, invalid
from local.stripe_double.events import emit
from local.stripe_double.lifecycle import UNPAID, Status, move, unexpected
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
from local.stripe_double.search import search
from local.stripe_double.state import Asked, Json, World

MAX_METHOD_TYPES = 60  # Stripe lists some sixty kinds of payment method

_TYPES = list_of(text(40), MAX_METHOD_TYPES)
UPDATE: Spec = {
    "allowed_payment_method_types": _TYPES,
    "amount": integer(1),
    "capture_method": CONFIRMING["capture_method"],
    "currency": needed(text(3)),
    "customer": text(),
    "description": text(1_000),
    "excluded_payment_method_types": _TYPES,
    "metadata": metadata,
    "payment_method": text(),
    "payment_method_data": CONFIRMING["payment_method_data"],
    "payment_method_options": anything,
    "receipt_email": text(),
    "setup_future_usage": text(),
    "shipping": anything,
    "statement_descriptor": text(22),
    "statement_descriptor_suffix": text(22),
    "transfer_group": text(),
}
_AUTOMATIC = hash_of({"enabled": boolean, "allow_redirects": one_of("always", "never")}, required=("enabled",))
CREATE: Spec = {
    **CONFIRMING,
    **UPDATE,
    "automatic_payment_methods": _AUTOMATIC,
    "confirm": boolean,
    "confirmation_method": one_of("automatic", "manual"),
    "payment_method_configuration": text(),
}
RETRIEVE: Spec = {"client_secret": text()}
LIST: Spec = filters("customer")

_ONLY_CONFIRMING = ("return_url", "off_session", "error_on_requires_action", "mandate_data")


def create(asked: Asked) -> Json:
    """POST /v1/payment_intents, confirmed at once when asked.

    Raises StripeError 402 for a declined card; the PaymentIntent exists then too.
    """
    world, params = asked.world, asked.params
    currency = money.checked_currency(params["currency"])
    money.check_amount(params["amount"], currency)
    customers.check(world, params)
    _check_confirm(params)
    _check_types(params)
    method = payment_methods.chosen(world, params)
    intent = world.add("pi", _new(world, params | {"currency": currency}))
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('x')[2:]}"
    _attach(intent, method)
    emit(world, "payment_intent.created", intent)
    return confirm_now(world, intent, params) if params.get("confirm") else intent


def _check_confirm(params: Json) -> None:
    if params.get("confirm"):
        if not params.get("payment_method") and "payment_method_data" not in params:
            message = "You must provide a payment method to create and confirm a PaymentIntent at once."
            raise invalid(message, "payment_method", "parameter_missing")
        check_return_url(_automatic(params), params)
    elif sent := [name for name in _ONLY_CONFIRMING if name in params]:
        raise invalid(f"`{sent[0]}` can only be set when `confirm` is true.", sent[0])


def _check_types(params: Json) -> None:
    if "allowed_payment_method_types" in params:
        others = ("automatic_payment_methods", "excluded_payment_method_types", "payment_method_configuration")
        for other in (each for each in others if each in params):
            raise invalid(
                f"You may only specify one of these parameters: allowed_payment_method_types, {other}.", other
            )


def _automatic(params: Json) -> Json | None:
    if "allowed_payment_method_types" in params:
        return None
    asked = params.get("automatic_payment_methods", {"enabled": True})
    return {"allow_redirects": "always"} | asked if asked["enabled"] else None


def _new(world: World, params: Json) -> Json:
    return {
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": _automatic(params),
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": params.get("capture_method", "automatic_async"),
        "client_secret": None,
        "confirmation_method": params.get("confirmation_method", "automatic"),
        "created": world.now(),
        "currency": params["currency"],
        "customer": params.get("customer"),
        "description": params.get("description"),
        "excluded_payment_method_types": params.get("excluded_payment_method_types"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": merged({}, params.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": params.get("allowed_payment_method_types", ["card", "us_bank_account"]),
        "processing": None,
        "receipt_email": params.get("receipt_email"),
        "review": None,
        "setup_future_usage": params.get("setup_future_usage"),
        "shipping": params.get("shipping"),
        "statement_descriptor": params.get("statement_descriptor"),
        "statement_descriptor_suffix": params.get("statement_descriptor_suffix"),
        "status": Status.REQUIRES_PAYMENT_METHOD.value,
        "transfer_data": None,
        "transfer_group": params.get("transfer_group"),
    }


def _attach(intent: Json, method: Json | None) -> None:
    if method is not None:
        intent["payment_method"] = method["id"]
        move(intent, Status.REQUIRES_CONFIRMATION)


def retrieve(asked: Asked) -> Json:
    """GET /v1/payment_intents/{id}"""
    return asked.world.get("payment_intents", asked.id)


def update(asked: Asked) -> Json:
    """POST /v1/payment_intents/{id}: money and payer only while it is unpaid, words at any time."""
    world, params = asked.world, asked.params
    intent = world.get("payment_intents", asked.id)
    frozen = {"amount", "currency", "customer", "payment_method", "payment_method_data", "capture_method"} & set(params)
    if frozen and intent["status"] not in UNPAID:
        raise unexpected(intent, f"update the {min(frozen)} of", "updated", UNPAID)
    params = params | {"metadata": merged(intent["metadata"], params.get("metadata"))}
    if "currency" in params:
        params["currency"] = money.checked_currency(params["currency"])
    wanted = intent | params
    money.check_amount(wanted["amount"], wanted["currency"])
    customers.check(world, params)
    _attach(intent, payment_methods.chosen(world, params))
    _restart(intent, params)
    intent.update({name: value for name, value in params.items() if name in intent and name != "payment_method"})
    return intent


def _restart(intent: Json, params: Json) -> None:
    """A new amount voids an authentication the shopper was about to give."""
    if intent["status"] == Status.REQUIRES_ACTION and params.get("amount", intent["amount"]) != intent["amount"]:
        intent["next_action"] = None
        move(intent, Status.REQUIRES_CONFIRMATION)


def list_intents(asked: Asked) -> Json:
    """GET /v1/payment_intents"""
    world, params = asked.world, asked.params
    return page(world, "payment_intents", "/v1/payment_intents", params, equal_to(params, "customer"))


def find(asked: Asked) -> Json:
    """GET /v1/payment_intents/search"""
    world, params = asked.world, asked.params
    return search(world, "payment_intents", "/v1/payment_intents/search", params)


def check_secret(world: World, intent_id: str, secret: str | None) -> None:
    """A shopper's client proves itself by the client secret. Raises invalid when it does not match."""
    intent = world.get("payment_intents", intent_id)
    if secret != intent["client_secret"]:
        raise StripeError(
            400,
            "The client_secret provided does not match the client_secret associated with the PaymentIntent.",
            code="payment_intent_invalid_parameter",
            param="client_secret",
        )
