"""Giving up a payment at Stripe, so that no money comes late; if it came already, that is what is noted."""

from dataclasses import replace
from datetime import datetime

from events import PaymentVoidRequested
from functions.payments import store, stripe_api
from functions.payments.lifecycle import PaymentStatus
from functions.payments.note_intent import note_intent
from functions.payments.payment import Payment
from functions.payments.start_payment import is_key_old
from shared.dynamo import commit, fetch
from shared.queue import News


def void_requested_payment(event: PaymentVoidRequested, news: News) -> None:
    """Void the payment that nobody wants any more. Raises PaymentUnavailable: the queue brings the news again."""
    (payment,) = fetch(store.payment(event.order_id, event.payment_id))
    if payment is None:
        raise LookupError("a payment was to be voided that does not exist")
    commit(*note_intent(payment, void_payment(payment, news.now), news.now), news.heard)


def void_payment(payment: Payment, now: datetime) -> Payment:
    """The payment as of Stripe's answer: voided, or captured where the money was faster. Raises PaymentUnavailable."""
    if not payment.is_unsettled:
        return payment
    reference = payment.provider_reference or _reference(payment, now)
    if reference is None:
        return replace(payment, status=PaymentStatus.VOIDED, version=payment.version + 1)
    try:
        return payment.told(stripe_api.cancel_intent(reference))
    except stripe_api.StripeRefused:  # canceled before, paid already, or on its way: the PaymentIntent itself tells
        return payment.told(stripe_api.retrieve_intent(reference))


def _reference(payment: Payment, now: datetime) -> str | None:
    """Which PaymentIntent it is where we were never told, None where there cannot be one.

    Asked for once more under its key, Stripe gives the one there is, or makes the one that nobody can pay.
    """
    if is_key_old(payment.created_at, now):
        found = stripe_api.find_intent(payment)
        return found.reference if found else None
    try:
        return stripe_api.create_intent(payment).provider_reference
    except stripe_api.StripeRefused:
        return None
