"""Starting a payment at Stripe, so that the shopper can pay it; tried again at any time, it makes one PaymentIntent."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from functions.payments import staged, stripe_api
from functions.payments.lifecycle import DEAD, PaymentStatus
from functions.payments.payment import Payment, next_check
from functions.payments.stripe_api import Started
from functions.payments.table import SPEC, payment_key
from shared import clock
from shared.dynamo import Item, Write, commit, update
from shared.errors import Invalid, Refused, Stale

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

    Raises PaymentUnavailable (503: nothing is lost, and it says when to try again), PaymentClosed or
    PaymentNotAccepted (409).
    """
    if flow != "payment_intent":
        raise UnknownFlow
    if payment.status in DEAD or payment.is_void_requested:
        raise PaymentClosed
    timeout_s = _timeout_s(deadline_s)
    try:
        started = _started(payment, clock.now(), timeout_s)
    except stripe_api.StripeRefused as refusal:
        raise PaymentNotAccepted(refusal.code) from None
    if started.status == "canceled":
        raise PaymentClosed
    return started


def _started(payment: Payment, now: datetime, timeout_s: float) -> Started:
    reference = payment.provider_reference or _made_before(payment, now)
    if reference:
        return stripe_api.resume_intent(reference, timeout_s)
    try:
        return stripe_api.create_intent(payment, timeout_s)
    except stripe_api.StripeFault as fault:
        wait_s = (clock.parse(payment.check_at) - now).total_seconds()
        if wait_s > 0:
            raise fault.lasting(ceil(wait_s)) from None
        return _started_anew(payment, now, timeout_s)


def _started_anew(payment: Payment, now: datetime, timeout_s: float) -> Started:
    """Stripe keeps a failure under the key. Where it made nothing all the same, the payment gets another key, which is
    kept before it is used.
    """
    found = stripe_api.find_intent(payment)
    if found:
        return stripe_api.resume_intent(found.reference, timeout_s)
    renewed = payment.asked_after(now).with_new_key()
    commit(*staged.save_payment(payment, replace(renewed, version=payment.version + 1), now=now))
    return stripe_api.create_intent(renewed, timeout_s)


def client_secret(payment: Payment, *, deadline_s: float) -> str:
    """What a started payment's client was given, asked for again, whatever became of the payment since.

    Raises PaymentUnavailable (503) or PaymentNotAccepted.
    """
    if payment.provider_reference is None:
        return start_payment(payment, flow="payment_intent", deadline_s=deadline_s).client_secret
    try:
        return stripe_api.resume_intent(payment.provider_reference, _timeout_s(deadline_s)).client_secret
    except stripe_api.StripeRefused as refusal:
        raise PaymentNotAccepted(refusal.code) from None


def note_started(payment: Payment, started: Started, now: datetime) -> tuple[Write, ...]:
    """The one write that remembers Stripe's reference. Stripe's webhook may have come first: all else is left as it is.

    The commit raises PaymentClosed where the payment was given up meanwhile, so that nobody is sent to pay it, and
    Stale where it has another reference: read it and start it again.
    """

    def refusal(found: Item | None) -> Exception:
        is_closed = found and (found["is_void_requested"] or found["status"] in DEAD)
        return PaymentClosed() if is_closed else Stale()

    write = update(
        SPEC,
        payment_key(payment.order_id, payment.id),
        "SET #reference = :reference, #check_at = :check_at, #version = #version + :one",
        condition="#given_up = :no AND NOT #status IN (:voided, :expired) "
        "AND (#reference = :none OR #reference = :reference)",
        names={
            "#reference": "provider_reference",
            "#check_at": "check_at",
            "#version": "version",
            "#given_up": "is_void_requested",
            "#status": "status",
        },
        values={
            ":reference": started.provider_reference,
            ":none": None,
            ":check_at": next_check(0, now),
            ":one": 1,
            ":no": False,
            ":voided": PaymentStatus.VOIDED.value,
            ":expired": PaymentStatus.EXPIRED.value,
        },
        refusal=refusal,
    )
    return (write,)


def is_key_old(created_at: str, now: datetime) -> bool:
    """Whether Stripe may have forgotten the key of something made then."""
    return now - clock.parse(created_at) > KEY_GOOD_FOR


def _made_before(payment: Payment, now: datetime) -> str | None:
    found = stripe_api.find_intent(payment) if is_key_old(payment.created_at, now) else None
    return found.reference if found else None


def _timeout_s(deadline_s: float) -> float:
    """Of one try, where the caller can wait this long for both."""
    return min(max(deadline_s / 2, TRY_MIN_S), TRY_MAX_S)
