"""Taking money that was only held."""

from local.stripe_double import charges, money
from local.stripe_double.errors import refused
from local.stripe_double.events import emit
from local.stripe_double.lifecycle import Status, move, unexpected
from local.stripe_double.params import Spec, integer, merged, metadata, one_of, text
from local.stripe_double.state import Asked, Json

CAPTURE: Spec = {
    "amount_to_capture": integer(1),
    "final_capture": one_of("true"),  # several captures of one authorization need a contract with Stripe; not served
    "metadata": metadata,
    "statement_descriptor": text(22),
    "statement_descriptor_suffix": text(22),
}


def capture(asked: Asked) -> Json:
    """POST /v1/payment_intents/{id}/capture, once, all or part; what is not taken is released.

    Raises StripeError `payment_intent_unexpected_state` when nothing is held, `amount_too_large` above what is.
    """
    world, params = asked.world, asked.params
    intent = world.get("payment_intents", asked.id)
    if intent["status"] != Status.REQUIRES_CAPTURE:
        raise unexpected(intent, "capture", "captured", (Status.REQUIRES_CAPTURE,))
    wanted: int | None = params.get("amount_to_capture")
    amount = intent["amount_capturable"] if wanted is None else wanted
    _check(intent, amount)
    intent["metadata"] = merged(intent["metadata"], params.get("metadata"))
    charge = world.get("charges", intent["latest_charge"])
    charge["captured"] = True
    charge["amount_captured"] = amount
    charge["amount_refunded"] = charge["amount"] - amount  # so Stripe shows the part it released
    charges.settle(world, charge)
    emit(world, "charge.captured", charge)
    intent["amount_received"] = amount
    intent["amount_capturable"] = 0
    move(intent, Status.SUCCEEDED)
    emit(world, "payment_intent.succeeded", intent)
    return intent


def _check(intent: Json, amount: int) -> None:
    held = intent["amount_capturable"]
    if amount > held:
        asked, most = money.sentence(amount, intent["currency"]), money.sentence(held, intent["currency"])
        message = f"The amount to capture ({asked}) is greater than the amount that can be captured ({most})."
        raise refused(message, "amount_to_capture", "amount_too_large")
