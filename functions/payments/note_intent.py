"""What a PaymentIntent's news changes, in one commit: the payment, the order's account, the ledger, what is said."""

from dataclasses import replace
from datetime import datetime

from events import PaymentCaptured, PaymentFailed, PaymentVoided, PaymentVoidRequested
from functions.payments import ledger, staged
from functions.payments.card_tries import has_tries_left
from functions.payments.lifecycle import DEAD
from functions.payments.payment import Payment
from shared.dynamo import Write
from shared.event import Event


def note_intent(before: Payment, after: Payment, now: datetime) -> tuple[Write, ...]:
    """The writes that take a payment from what we knew to what Stripe told; none where that is the same.

    What was captured is recorded as it is, also where it is more or less than was asked. One that has been declined too
    often is given up.
    """
    if after is before:
        return ()
    after = replace(_given_up(after), version=before.version + 1)  # one commit, whatever several steps of it were told
    captured = after.amount_captured - before.amount_captured
    held = after.amount_capturable - before.amount_capturable
    writes = staged.save_payment(before, after, *_news(before, after, captured), now=now)
    if captured:
        entry = ledger.capture(after.charge or str(after.provider_reference), captured, after.currency)
        writes += (staged.post(after.order_id, entry, now),)
    if captured or held or _is_dead(before) != _is_dead(after):
        sums = {"captured": captured, "refundable": captured, "authorized": held}
        writes += (staged.move(after.order_id, sums, is_void=_is_dead(after)),)
    return writes


def _news(before: Payment, after: Payment, captured: int) -> list[Event]:
    ids = {"payment_id": after.id, "order_id": after.order_id}
    if captured:
        return [PaymentCaptured(**ids, amount=captured, currency=after.currency)]
    news: list[Event] = []
    if after.is_declined_since(before):
        news.append(PaymentFailed(**ids, code=after.last_error or "unknown"))
    if after.is_void_requested and not before.is_void_requested:
        news.append(PaymentVoidRequested(**ids))
    if _is_dead(after) and not _is_dead(before):
        news.append(PaymentVoided(**ids))
    return news


def _given_up(payment: Payment) -> Payment:
    is_over = payment.is_unsettled and not has_tries_left(payment)
    return replace(payment, is_void_requested=True) if is_over else payment


def _is_dead(payment: Payment) -> bool:
    return payment.status in DEAD
