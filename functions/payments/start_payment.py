"""Starting a payment at Stripe, so that the shopper can pay it; tried again at any time, it makes one PaymentIntent."""

from datetime import datetime, timedelta
from typing import Literal

from functions.payments import stripe_api
from functions.payments.lifecycle import DEAD
from functions.payments.payment import Payment, next_check
from functions.payments.stripe_api import Started
from functions.payments.table import SPEC, payment_key
from shared import clock
from shared.dynamo import Write, update
from shared.errors import Invalid, Refused

KEY_GOOD_FOR = timedelta(hours=23)  # Stripe forgets an idempotency key after a day: from then on, look before asking
TRY_MIN_S, TRY_MAX_S = 2.0, 8.0  # seconds a try; the SDK makes two


class PaymentClosed(Refused):
    """The payment was given up; nobody can pay it any more."""

    code = "payment_closed"

    def __init__(self) -> None:
        super().__init__("The payment was canceled.")


class PaymentNotAccepted(Refused):
    """The processor will not take this payment, now or later."""

    code = "payment_not_accepted"

    def __init__(self, reason: str) -> None:
        super().__init__("The payment processor does not accept this payment.", details={"reason": reason})


class UnknownFlow(Invalid):
    """A way to pay that is not offered."""

    code = "unknown_payment_flow"

    def __init__(self) -> None:
        super().__init__("The payment flow must be payment_intent.", param="payment.flow")


def start_payment(payment: Payment, *, flow: Literal["payment_intent"], deadline_s: float) -> Started:
    """What the shopper's client needs to pay. deadline_s: how long the caller can wait, both tries together.

    Raises PaymentUnavailable (503: try again, nothing is lost), PaymentClosed or PaymentNotAccepted (409).
    """
    if flow != "payment_intent":
        raise UnknownFlow
    if payment.status in DEAD:
        raise PaymentClosed
    timeout_s = min(max(deadline_s / 2, TRY_MIN_S), TRY_MAX_S)
    try:
        reference = payment.provider_reference or _made_before(payment, clock.now())
        if reference:
            return stripe_api.resume_intent(reference, timeout_s)
        return stripe_api.create_intent(payment, timeout_s)
    except stripe_api.StripeRefused as refusal:
        raise PaymentNotAccepted(refusal.code) from None


def note_started(payment: Payment, started: Started, now: datetime) -> tuple[Write, ...]:
    """The one write that remembers Stripe's reference. Stripe's webhook may have come first: all else is left as it is.

    Raises Stale from the commit where the payment has another reference: read it and start it again.
    """
    write = update(
        SPEC,
        payment_key(payment.order_id, payment.id),
        "SET #reference = :reference, #check_at = :check_at, #version = #version + :one",
        condition="#reference = :none OR #reference = :reference",
        names={"#reference": "provider_reference", "#check_at": "check_at", "#version": "version"},
        values={":reference": started.provider_reference, ":none": None, ":check_at": next_check(0, now), ":one": 1},
    )
    return (write,)


def is_key_old(created_at: str, now: datetime) -> bool:
    """Whether Stripe may have forgotten the key of something made then."""
    return now - clock.parse(created_at) > KEY_GOOD_FOR


def _made_before(payment: Payment, now: datetime) -> str | None:
    found = stripe_api.find_intent(payment) if is_key_old(payment.created_at, now) else None
    return found.reference if found else None
