"""The shopper at a Checkout Session: paying it, and what the session makes of its PaymentIntent's news."""

from local.stripe_double import payment_intents
from local.stripe_double.cards import named
from local.stripe_double.confirmation import confirm
from local.stripe_double.errors import StripeError
from local.stripe_double.events import emit
from local.stripe_double.state import Asked, Json, World

# PaymentIntent news that completes a session, and the payment status the session then has
COMPLETING = {
    "payment_intent.succeeded": "paid",
    "payment_intent.processing": "unpaid",
    "payment_intent.amount_capturable_updated": "unpaid",
}


def pay(
    world: World,
    session: Json,
    *,
    payment_method: str | None = None,
    number: str | None = None,
    email: str | None = None,
) -> Json:
    """Pay an open session with a test PaymentMethod or card number; the PaymentIntent, declined or not.

    Raises ValueError when the session is not open or nothing was given to pay with, StripeError for a number that is
    none.
    """
    if session["status"] != "open":
        raise ValueError(f"{session['id']} is {session['status']}, not open")
    if not (payment_method and named(payment_method)) and not number:
        raise ValueError("pay with a test payment_method such as pm_card_visa, or with a card number")
    means: Json = {"payment_method_data": {"card": {"number": number}}}
    if payment_method:
        means = {"payment_method": payment_method}
    session["customer_details"] = {"email": email or session["customer_email"], "name": None, "phone": None}
    if session["payment_intent"] is None:
        _begin(world, session)
    intent = world.tables["payment_intents"][session["payment_intent"]]
    try:
        confirm(Asked(world, means | {"return_url": session["success_url"] or world.url}, intent["id"]))
    except StripeError as error:
        if "payment_intent" not in error.error:  # not a decline: the card's details cannot be right
            raise
    return intent


def _begin(world: World, session: Json) -> None:
    wanted = {"amount": session["amount_total"], "currency": session["currency"], "customer": session["customer"]}
    intent = payment_intents.create(Asked(world, wanted | world.sessions[session["id"]]["payment_intent_data"]))
    session["payment_intent"] = intent["id"]
    follow(world, session)


def follow(world: World, session: Json) -> None:
    """Let the session hear of its PaymentIntent from now on."""
    world.followers[session["payment_intent"]] = lambda type_: _follow(world, session, type_)


def _follow(world: World, session: Json, type_: str) -> None:
    """Hear what happened to the session's PaymentIntent."""
    if session["status"] == "open" and type_ in COMPLETING:
        session["status"] = "complete"
        session["url"] = None
        session["payment_status"] = COMPLETING[type_]
        emit(world, "checkout.session.completed", session)
    elif session["status"] == "complete" and type_ == "payment_intent.succeeded":
        session["payment_status"] = "paid"
        intent = world.tables["payment_intents"][session["payment_intent"]]
        if intent["capture_method"] != "manual":
            emit(world, "checkout.session.async_payment_succeeded", session)
    elif session["status"] == "complete" and type_ == "payment_intent.payment_failed":
        emit(world, "checkout.session.async_payment_failed", session)
