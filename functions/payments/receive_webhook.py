"""Taking in a webhook of Stripe's: verified over its raw bytes, kept once under its id; its meaning is found later."""

import json
from datetime import datetime, timedelta
from typing import Any

from events import StripeEventReceived
from functions.payments import stripe_api
from functions.payments.stripe_event import StripeEvent, read_event
from functions.payments.table import SPEC, kept_item, stripe_pk
from shared import clock, telemetry
from shared.dynamo import Write, commit, create
from shared.errors import Invalid
from shared.outbox import Aggregate, say
from shared.secret import valid_values
from shared.webhook_signature import BadWebhook, verify

KEPT_DAYS = 90  # Stripe tries for three days and shows events for thirty; a dead-letter queue keeps fourteen


class InvalidSignature(Invalid):
    """Not from Stripe, changed on the way, or too old."""

    status = 400
    code = "invalid_signature"

    def __init__(self) -> None:
        super().__init__("The webhook's signature is not valid.", param="Stripe-Signature")


class UnreadableEvent(Invalid):
    """Signed by Stripe, but not an event as we know them."""

    status = 400
    code = "invalid_event"

    def __init__(self) -> None:
        super().__init__("The body is not a Stripe event.")


class AlreadyKept(Exception):
    """Not an error: Stripe sent this event before."""


def receive_webhook(raw: bytes, signature: str, now: datetime) -> None:
    """Keep the event, if it concerns us and is new. Raises InvalidSignature or UnreadableEvent, and writes nothing."""
    try:
        verify(raw, signature, valid_values("stripe_webhook_secret"), now)
    except BadWebhook:
        telemetry.count("WebhookSignaturesRefused")
        raise InvalidSignature from None
    event = _read(raw)
    if event is None:
        telemetry.count("StripeEventsIgnored")
        return
    try:
        commit(*_keep(event, now))
    except AlreadyKept:
        telemetry.count("StripeEventsDuplicate")
        return
    telemetry.note("stripe_event_kept", stripe_event_id=event.id, type=event.type, code=event.foreign)
    telemetry.count("StripeEventsForeign" if event.foreign else "StripeEventsKept")


def _read(raw: bytes) -> StripeEvent | None:
    try:
        whole: Any = json.loads(raw)
        return read_event(whole, shop=stripe_api.our_shop(), is_live=stripe_api.is_live())
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        telemetry.count("StripeEventsUnreadable")
        raise UnreadableEvent from None


def _keep(event: StripeEvent, now: datetime) -> tuple[Write, ...]:
    """The event's row, and the news of it unless it is none of ours."""
    ttl = clock.epoch(now + timedelta(days=KEPT_DAYS))
    kept = create(SPEC, {**kept_item(event), "kept_at": clock.stamp(now), "ttl": ttl}, refusal=lambda _: AlreadyKept())
    if event.foreign:
        return (kept,)
    news = StripeEventReceived(
        stripe_event_id=event.id,
        stripe_type=event.type,
        object_type=event.object_type,
        object_id=event.object_id,
        payment_id=event.payment_id,
        refund_id=event.refund_id,
        order_id=event.order_id,
    )
    return kept, *say(SPEC, stripe_pk(event.id), Aggregate("stripe_event", event.id, 1), news, now=now)
