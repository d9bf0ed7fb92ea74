"""A webhook event of Stripe's: which types concern us, and what of one is kept. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from functions.payments.stripe_facts import IntentFacts, RefundFacts, intent_facts, refund_facts, stripe_id

DECLINED = "payment_intent.payment_failed"  # one for each try that failed
INTENT_TYPES = frozenset(
    [
        "payment_intent.succeeded",
        DECLINED,
        "payment_intent.canceled",
        "payment_intent.amount_capturable_updated",
        "payment_intent.requires_action",
        "payment_intent.processing",
    ]
)
REFUND_TYPES = frozenset(["refund.created", "refund.updated", "refund.failed"])
CHARGE_TYPES = frozenset(["charge.refunded"])  # names the payment only: its refunds are asked for
TYPES = INTENT_TYPES | REFUND_TYPES | CHARGE_TYPES


@dataclass(frozen=True)
class StripeEvent:
    """Ids, states and amounts; what else the webhook tells of a person or a card is dropped here."""

    id: str  # evt_…
    type: str
    object_type: Literal["payment_intent", "refund", "other"]
    object_id: str  # pi_… or re_…; of charge.refunded the payment's pi_…
    intent: IntentFacts | None = None
    refund: RefundFacts | None = None
    payment_id: str | None = None  # ours, as are the next two
    refund_id: str | None = None
    order_id: str | None = None
    foreign: str | None = None  # why it is none of ours, if so: kept, and never applied


def read_event(whole: Mapping[str, Any], *, shop: str, is_live: bool) -> StripeEvent | None:
    """The event, or None for a type that does not concern us.

    shop: our own name in the metadata; is_live: whether we move real money. Raises KeyError, TypeError or ValueError
    where it does not have the form of Stripe's events.
    """
    event_id, of_type, is_theirs = stripe_id(whole["id"]), whole["type"], whole["livemode"]
    if of_type not in TYPES:
        return None
    event = _of_object(event_id, of_type, whole["data"]["object"])
    facts = event.intent or event.refund
    foreign = None
    if is_theirs is not is_live:
        foreign = "other_livemode"
    elif whole.get("account"):
        foreign = "other_account"
    elif facts and facts.shop not in (None, shop):
        foreign = "other_shop"
    elif event.intent and not (event.payment_id and event.order_id):
        foreign = "not_ours"
    return replace(event, foreign=foreign)


def _of_object(event_id: str, of_type: str, stripe_object: Mapping[str, Any]) -> StripeEvent:
    event = StripeEvent(event_id, of_type, "other", "")
    if of_type in INTENT_TYPES:
        intent = intent_facts(stripe_object)
        ours = replace(event, intent=intent, payment_id=intent.payment_id, order_id=intent.order_id)
        return replace(ours, object_type="payment_intent", object_id=intent.reference)
    if of_type in REFUND_TYPES:
        refund = refund_facts(stripe_object)
        ours = replace(event, refund=refund, refund_id=refund.refund_id, order_id=refund.order_id)
        return replace(ours, object_type="refund", object_id=refund.reference)
    return replace(event, object_id=stripe_id(stripe_object["payment_intent"]))
