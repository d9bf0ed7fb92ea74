"""Asking Stripe to send money back, once, however often it is tried."""

from datetime import datetime

from events import RefundRequested
from functions.payments import store, stripe_api
from functions.payments.lifecycle import RETURNED
from functions.payments.note_refund import note_refund
from functions.payments.payment import Payment
from functions.payments.refund import Refund
from functions.payments.start_payment import is_key_old
from functions.payments.stripe_facts import RefundFacts
from shared.dynamo import commit, fetch
from shared.queue import News


def send_requested_refund(event: RefundRequested, news: News) -> None:
    """Send the refund that was asked for. Raises PaymentUnavailable: the queue brings the news again."""
    refund, payment = fetch(
        store.refund(event.order_id, event.refund_id), store.payment(event.order_id, event.payment_id)
    )
    if refund is None or payment is None:
        raise LookupError("a refund was asked for that does not exist")
    after = send_refund(refund, payment, news.now, look_first=False)
    commit(*note_refund(refund, after, news.now), news.heard)


def send_refund(refund: Refund, payment: Payment, now: datetime, *, look_first: bool) -> Refund:
    """The refund as of Stripe's answer: sent, pending there, or refused for good.

    look_first: whether to ask for the refund before asking for it to be made, as after an answer that told nothing.
    Raises PaymentUnavailable.
    """
    if not refund.is_pending:
        return refund
    intent = payment.provider_reference
    if intent is None:
        raise LookupError("a payment is to be refunded that Stripe never had")
    look = look_first or not refund.is_first_try or is_key_old(refund.created_at, now)
    try:
        return refund.told(_made_before(refund, intent, look=look) or stripe_api.create_refund(refund, intent))
    except stripe_api.StripeRefused as refusal:
        if refund.may_shrink:
            return _send_what_is_left(refund, payment, intent, refusal.code)
        return refund.refused(refusal.code)


def _send_what_is_left(refund: Refund, payment: Payment, intent: str, code: str) -> Refund:
    """The money of a dead order goes back, also where somebody has sent some of it from the processor's dashboard."""
    made = stripe_api.refunds_of_intent(intent)
    ours = next((each for each in made if each.refund_id == refund.id), None)
    left = payment.amount_captured - sum(each.amount for each in made if each.status not in RETURNED)
    try:
        if ours is None and 0 < left < refund.amount:
            ours = stripe_api.create_refund(refund.shrunk(left), intent)
    except stripe_api.StripeRefused as refusal:
        code = refusal.code
    return refund.told(ours) if ours else refund.refused(code)


def _made_before(refund: Refund, intent: str, *, look: bool) -> RefundFacts | None:
    if refund.provider_reference:
        return stripe_api.retrieve_refund(refund.provider_reference)
    if not look:
        return None
    return next((each for each in stripe_api.refunds_of_intent(intent) if each.refund_id == refund.id), None)
