"""Finding out what a kept Stripe event means, and doing it once.

A final PaymentIntent is taken at its snapshot's word, since nothing can come after it. Any other may have been
overtaken on the way: the current one is fetched, after our own row was read, so that whoever commits later knew more.
"""

from events import StripeEventReceived
from functions.payments import staged, store, stripe_api
from functions.payments.note_intent import note_intent
from functions.payments.note_refund import note_refund
from functions.payments.refund import id_made_elsewhere, made_elsewhere
from functions.payments.stripe_event import DECLINED
from functions.payments.stripe_facts import Contradiction, RefundFacts
from shared import telemetry
from shared.dynamo import Write, commit, fetch
from shared.queue import News


def hear_stripe(event: StripeEventReceived, news: News) -> None:
    """Apply the event, or quarantine it. Raises PaymentUnavailable: the queue brings the news again."""
    try:
        match event.object_type:
            case "payment_intent":
                writes = _intent_news(event, news)
            case "refund":
                writes = _refund_news(event, news)
            case "other":
                writes = _charge_news(event, news)
    except stripe_api.StripeRefused as refusal:
        writes = _quarantine(event, refusal.code)
    except Contradiction as contradiction:
        writes = _quarantine(event, contradiction.why)
    commit(*writes, news.heard)
    telemetry.measure("SecondsToHear", news.age_s())


def _quarantine(event: StripeEventReceived, why: str) -> tuple[Write, ...]:
    """Kept, never applied; an alarm stands on the count, and somebody looks."""
    telemetry.count("StripeEventsQuarantined")
    telemetry.warn("stripe_event_quarantined", stripe_event_id=event.stripe_event_id, type=event.stripe_type, code=why)
    return staged.quarantine(event.stripe_event_id, why)


def _intent_news(event: StripeEventReceived, news: News) -> tuple[Write, ...]:
    if not event.payment_id or not event.order_id:
        raise Contradiction("unknown_payment")
    payment, kept = fetch(store.payment(event.order_id, event.payment_id), store.kept_event(event.stripe_event_id))
    snapshot = kept.intent if kept else None
    if payment is None:
        raise Contradiction("unknown_payment")
    facts = snapshot if snapshot and snapshot.is_final else stripe_api.retrieve_intent(event.object_id)
    after = payment.told(facts)
    return note_intent(payment, after.declined() if event.stripe_type == DECLINED else after, news.now)


def _refund_news(event: StripeEventReceived, news: News) -> tuple[Write, ...]:
    (kept,) = fetch(store.kept_event(event.stripe_event_id))
    snapshot = kept.refund if kept else None
    return _note(snapshot or stripe_api.retrieve_refund(event.object_id), news)


def _charge_news(event: StripeEventReceived, news: News) -> tuple[Write, ...]:
    """Every refund of the payment is looked at, each in a commit of its own; the news is heard with the last."""
    writes: tuple[Write, ...] = ()
    for facts in stripe_api.refunds_of_intent(event.object_id):
        if writes:
            commit(*writes)
        writes = _note(facts, news)
    return writes


def _note(facts: RefundFacts, news: News) -> tuple[Write, ...]:
    if facts.refund_id is None:
        return _note_made_elsewhere(facts, news)
    if facts.order_id is None:
        raise Contradiction("unknown_refund")
    (refund,) = fetch(store.refund(facts.order_id, facts.refund_id))
    if refund is None:
        raise Contradiction("unknown_refund")
    return note_refund(refund, refund.told(facts), news.now)


def _note_made_elsewhere(facts: RefundFacts, news: News) -> tuple[Write, ...]:
    """A refund that somebody made in Stripe's dashboard: money has moved, so it is recorded as one of ours."""
    intent = stripe_api.retrieve_intent(facts.intent) if facts.intent else None
    if intent is None or not intent.payment_id or not intent.order_id:
        raise Contradiction("unknown_payment")
    payment, refund = fetch(
        store.payment(intent.order_id, intent.payment_id), store.refund(intent.order_id, id_made_elsewhere(facts))
    )
    if payment is None:
        raise Contradiction("unknown_payment")
    made = refund or made_elsewhere(facts, payment.order_id, payment.id, news.now)
    return note_refund(refund, made.told(facts), news.now)
