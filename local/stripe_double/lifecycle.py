"""The states of a PaymentIntent, and the one table of allowed moves."""

from enum import StrEnum
from typing import Any

from local.stripe_double.errors import StripeError, refused


class Status(StrEnum):
    REQUIRES_PAYMENT_METHOD = "requires_payment_method"  # new, or the last attempt failed
    REQUIRES_CONFIRMATION = "requires_confirmation"  # has a payment method; nobody tried to pay yet
    REQUIRES_ACTION = "requires_action"  # the shopper must authenticate
    PROCESSING = "processing"  # a bank debit is on its way
    REQUIRES_CAPTURE = "requires_capture"  # authorized; the money is held, not taken
    SUCCEEDED = "succeeded"  # the money is taken
    CANCELED = "canceled"  # over; a held amount is released


_ATTEMPT = {
    Status.REQUIRES_PAYMENT_METHOD,
    Status.REQUIRES_ACTION,
    Status.PROCESSING,
    Status.REQUIRES_CAPTURE,
    Status.SUCCEEDED,
    Status.CANCELED,
}
TRANSITIONS: dict[Status, set[Status]] = {
    Status.REQUIRES_PAYMENT_METHOD: {Status.REQUIRES_CONFIRMATION, *_ATTEMPT} - {Status.REQUIRES_PAYMENT_METHOD},
    Status.REQUIRES_CONFIRMATION: _ATTEMPT,
    Status.REQUIRES_ACTION: {Status.REQUIRES_CONFIRMATION, *_ATTEMPT} - {Status.REQUIRES_ACTION},
    Status.PROCESSING: {Status.REQUIRES_PAYMENT_METHOD, Status.SUCCEEDED, Status.CANCELED},
    Status.REQUIRES_CAPTURE: {Status.SUCCEEDED, Status.CANCELED},
    Status.SUCCEEDED: set(),
    Status.CANCELED: set(),
}

UNPAID = (Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION)
CANCELABLE = (*UNPAID, Status.PROCESSING, Status.REQUIRES_CAPTURE)


def move(intent: dict[str, Any], status: Status) -> None:
    """Set the status. Raises ValueError for a move the table does not allow: a fault of the double, not a caller's."""
    current = Status(intent["status"])
    if status is not current and status not in TRANSITIONS[current]:
        raise ValueError(f"a PaymentIntent cannot go from {current} to {status}")
    intent["status"] = status.value


def unexpected(intent: dict[str, Any], act: str, done: str, allowed: tuple[Status, ...]) -> StripeError:
    """Stripe's refusal when the state does not allow an act, with the PaymentIntent inside."""
    message = (
        f"You cannot {act} this PaymentIntent because it has a status of {intent['status']}. Only a PaymentIntent with "
        f"one of the following statuses may be {done}: {', '.join(allowed)}."
    )
    return refused(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
