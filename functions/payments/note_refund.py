"""What a Refund's news changes, in one commit: the refund, the order's account, the ledger, what is said."""

from dataclasses import replace
from datetime import datetime

from events import RefundFailed, RefundSucceeded
from functions.payments import ledger, staged
from functions.payments.lifecycle import RETURNED, RefundStatus
from functions.payments.refund import Refund
from shared.dynamo import Write
from shared.event import Event


def note_refund(before: Refund | None, after: Refund, now: datetime) -> tuple[Write, ...]:
    """The writes that take a refund from what we knew to what Stripe told; none where that is the same.

    before: None for a refund that others made at Stripe. It has happened, so it is recorded whatever is left to refund.
    """
    if after is before:
        return ()
    if after.status is RefundStatus.SUCCEEDED and (before is None or before.is_pending):
        after = after.watched(now)
    if before:
        after = replace(after, version=before.version + 1)  # one commit, whatever several steps of it were told
    moved = {name: share - (before.shares[name] if before else 0) for name, share in after.shares.items()}
    writes = staged.save_refund(before, after, *_news(before, after), now=now)
    if any(moved.values()):
        writes += (staged.move(after.order_id, moved),)
    if moved["refunded"]:
        post = ledger.refund if moved["refunded"] > 0 else ledger.refund_return
        entry = post(after.provider_reference or after.id, after.amount, after.currency)
        writes += (staged.post(after.order_id, entry, now), staged.count_in_payment(after, moved["refunded"]))
    return writes


def _news(before: Refund | None, after: Refund) -> list[Event]:
    if before and before.status is after.status:
        return []
    facts = {"refund_id": after.id, "payment_id": after.payment_id, "order_id": after.order_id}
    money = {"amount": after.amount, "currency": after.currency, "reason": after.reason.value}
    if after.status is RefundStatus.SUCCEEDED:
        return [RefundSucceeded.model_validate({**facts, **money})]
    if after.status in RETURNED:
        return [RefundFailed.model_validate({**facts, **money, "code": after.failure_code or "unknown"})]
    return []
