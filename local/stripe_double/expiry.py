"""Ending without money: cancel a PaymentIntent, or let its authorization run out."""

from local.stripe_double import charges
from local.stripe_double.events import emit
from local.stripe_double.lifecycle import CANCELABLE, Status, move, unexpected
from local.stripe_double.params import Spec, one_of
from local.stripe_double.state import Asked, Json, World

AUTHORIZATION_S = 7 * 86_400  # Stripe cancels an uncaptured PaymentIntent after seven days

CANCEL: Spec = {"cancellation_reason": one_of("abandoned", "duplicate", "fraudulent", "requested_by_customer")}


def cancel(asked: Asked) -> Json:
    """POST /v1/payment_intents/{id}/cancel; a held amount is released."""
    world, params = asked.world, asked.params
    intent = world.get("payment_intents", asked.id)
    if intent["status"] not in CANCELABLE:
        raise unexpected(intent, "cancel", "canceled", CANCELABLE)
    end(world, intent, params.get("cancellation_reason"))
    return intent


def end(world: World, intent: Json, reason: str | None) -> None:
    """Move to canceled, and say so."""
    if intent["status"] == Status.REQUIRES_CAPTURE:
        charges.release(world, world.get("charges", intent["latest_charge"]))
    intent["amount_capturable"] = 0
    intent["next_action"] = None
    intent["canceled_at"] = world.now()
    intent["cancellation_reason"] = reason
    move(intent, Status.CANCELED)
    emit(world, "payment_intent.canceled", intent)


def plan_expiry(world: World, intent: Json) -> None:
    """An authorization nobody captures ends after seven days."""

    def job() -> None:
        if intent["status"] == Status.REQUIRES_CAPTURE:
            emit(world, "charge.expired", world.get("charges", intent["latest_charge"]))
            end(world, intent, "automatic")

    world.later(job, AUTHORIZATION_S)
