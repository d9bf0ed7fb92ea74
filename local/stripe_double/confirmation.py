"""Trying to pay: confirm, the shopper's authentication, and how a bank debit ends."""

from typing import Any

from local.stripe_double import cards, charges, payment_methods
from local.stripe_double.cards import Card, Decline, Settles
from local.stripe_double.errors import StripeError, refused
from local.stripe_double.events import emit
from local.stripe_double.expiry import plan_expiry
from local.stripe_double.lifecycle import UNPAID, Status, move, unexpected
from local.stripe_double.params import Spec, anything, boolean, hash_of, list_of, one_of, text
from local.stripe_double.payment_methods import DATA
from local.stripe_double.state import Asked, Json, World

CONFIRMING: Spec = {
    "capture_method": one_of("automatic", "automatic_async", "manual"),
    "error_on_requires_action": boolean,
    "mandate_data": anything,
    "off_session": one_of("true", "false", "one_off", "recurring"),
    "payment_method": text(),
    "payment_method_data": hash_of(DATA),
    "payment_method_options": anything,
    "radar_options": anything,
    "receipt_email": text(),
    "return_url": text(),
    "setup_future_usage": text(),
    "shipping": anything,
    "use_stripe_sdk": boolean,
    "allowed_payment_method_types": list_of(text(40), 60),
}
CONFIRM: Spec = {**CONFIRMING, "client_secret": text()}


def confirm(asked: Asked) -> Json:
    """POST /v1/payment_intents/{id}/confirm. Raises StripeError 402 for a declined card."""
    world, params = asked.world, asked.params
    intent = world.get("payment_intents", asked.id)
    if intent["status"] == Status.SUCCEEDED:
        message = "You cannot confirm this PaymentIntent because it has already succeeded after being previously "
        message += "confirmed."
        raise refused(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    if intent["status"] not in UNPAID:
        raise unexpected(intent, "confirm", "confirmed", UNPAID)
    if "client_secret" not in params:
        check_return_url(intent["automatic_payment_methods"], params)
    method = payment_methods.chosen(world, params)
    if method is not None:
        intent["payment_method"] = method["id"]
    if intent["payment_method"] is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update "
        message += "the PaymentIntent with a payment method and then confirm it again, or confirm it again directly "
        message += "with a payment method or ConfirmationToken."
        raise refused(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    for name in ("capture_method", "receipt_email", "setup_future_usage", "shipping"):
        if name in params:
            intent[name] = params[name]
    return confirm_now(world, intent, params)


def check_return_url(automatic: dict[str, Any] | None, params: Json) -> None:
    """Stripe wants to know where to send the shopper back to, unless redirects are ruled out."""
    redirects = automatic is not None and automatic.get("allow_redirects", "always") == "always"
    if redirects and not params.get("return_url") and not params.get("use_stripe_sdk"):
        raise StripeError(
            400,
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
            "these payment methods might redirect your customer off of your page, you must provide a `return_url`. If "
            "you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to "
            "`true` and `automatic_payment_methods[allow_redirects]` to `never` when creating the PaymentIntent.",
        )


def confirm_now(world: World, intent: Json, params: Json) -> Json:
    """Ask for the shopper's authentication where the card wants it, else try to charge."""
    intent["next_action"] = None
    card = world.cards[intent["payment_method"]]
    if not card.authenticates:
        return _charge(world, intent, card)
    if params.get("off_session") in ("true", "one_off", "recurring") or params.get("error_on_requires_action"):
        raise _fail(world, intent, card, cards.AUTHENTICATION)
    intent["next_action"] = _next_action(world, intent, params.get("return_url"))
    move(intent, Status.REQUIRES_ACTION)
    emit(world, "payment_intent.requires_action", intent)
    return intent


def _next_action(world: World, intent: Json, return_url: str | None) -> Json:
    url = f"{world.url}/_double/payment_intents/{intent['id']}/authenticate"
    if return_url:
        return {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url}}


def _charge(world: World, intent: Json, card: Card) -> Json:
    if card.settles is not Settles.AT_ONCE:
        return _process(world, intent, card)
    if card.decline is not None:
        raise _fail(world, intent, card, card.decline)
    manual = intent["capture_method"] == "manual"
    charge = charges.attempt(world, intent, card, captured=not manual)
    intent["last_payment_error"] = None
    if manual:
        emit(world, "charge.succeeded", charge)
        intent["amount_capturable"] = intent["amount"]
        move(intent, Status.REQUIRES_CAPTURE)
        emit(world, "payment_intent.amount_capturable_updated", intent)
        plan_expiry(world, intent)
        return intent
    return _succeed(world, intent, charge)


def _succeed(world: World, intent: Json, charge: Json) -> Json:
    late = intent["capture_method"] == "automatic_async"
    if not late:
        charges.settle(world, charge)
    emit(world, "charge.succeeded", charge)
    intent["amount_received"] = charge["amount_captured"]
    intent["processing"] = None
    move(intent, Status.SUCCEEDED)
    emit(world, "payment_intent.succeeded", intent)
    if late:
        charges.settle_late(world, charge)
    return intent


def _process(world: World, intent: Json, card: Card) -> Json:
    """A bank debit: the answer comes later."""
    intent["last_payment_error"] = None
    move(intent, Status.PROCESSING)
    emit(world, "payment_intent.processing", intent)
    if card.settles is not Settles.NEVER:
        attempt = intent["payment_method"]

        def job() -> None:
            if intent["status"] == Status.PROCESSING and intent["payment_method"] == attempt:
                end_processing(world, intent, succeeds=card.settles is Settles.LATER)

        world.later(job)
    return intent


def end_processing(world: World, intent: Json, *, succeeds: bool) -> None:
    """The bank's late answer to a debit."""
    card = world.cards[intent["payment_method"]]
    if succeeds:
        _succeed(world, intent, charges.attempt(world, intent, card, captured=True))
    else:
        _fail(world, intent, card, card.decline or cards.BANK_FUNDS)


def authenticated(world: World, intent: Json, *, succeeds: bool) -> None:
    """The shopper did, or failed, the 3-D Secure challenge; the charge follows, and may still be declined."""
    card = world.cards[intent["payment_method"]]
    intent["next_action"] = None
    if succeeds:
        try:
            _charge(world, intent, card)
        except StripeError:
            return  # the decline is on the PaymentIntent; nobody waits for an answer here
        return
    message = "We are unable to authenticate your payment method. Please choose a different payment method and try "
    message += "again."
    error = {"code": "payment_intent_authentication_failure", "message": message, "type": "invalid_request_error"}
    _no_payment(world, intent, error)


def _fail(world: World, intent: Json, card: Card, decline: Decline) -> StripeError:
    """Record a failed charge on the PaymentIntent; returns the 402 for a caller who waits for an answer."""
    charge = charges.attempt(world, intent, card, captured=True, decline=decline)
    emit(world, "charge.failed", charge)
    parts = {"code": decline.code, "decline_code": decline.decline_code, "charge": charge["id"]}
    method = dict(world.get("payment_methods", intent["payment_method"]))
    _no_payment(world, intent, {**parts, "message": decline.message, "type": "card_error"})
    parts.pop("code")
    return StripeError(
        402,
        decline.message,
        type_="card_error",
        code=decline.code,
        saved=True,
        payment_intent=dict(intent),
        payment_method=method,
        **parts,
    )


def _no_payment(world: World, intent: Json, error: Json) -> None:
    method = dict(world.get("payment_methods", intent["payment_method"]))
    intent["last_payment_error"] = {**error, "payment_method": method}
    intent["payment_method"] = None
    intent["processing"] = None
    move(intent, Status.REQUIRES_PAYMENT_METHOD)
    emit(world, "payment_intent.payment_failed", intent)
