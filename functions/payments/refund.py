"""A refund: money on its way back, and what the processor has told us of it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.payments.lifecycle import REFUND_TRANSITIONS, RETURNED, RefundStatus
from functions.payments.stripe_facts import RefundFacts
from shared import clock
from shared.errors import Refused
from shared.ids import derived_id

FIRST_CHECK = timedelta(minutes=10)  # a card's refund is done in seconds, a bank's takes days
CHECKS_APART_MAX = timedelta(days=1)


class RefundReason(StrEnum):
    """Why money goes back, in the shop's words."""

    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"
    ORDER_CANCELED = "order_canceled"
    ORDER_EXPIRED = "order_expired"  # the money came after the order's time was over
    OTHER = "other"  # made in the processor's dashboard, without saying why


STRIPE_REASONS = frozenset({"requested_by_customer", "duplicate", "fraudulent"})  # the only ones that Stripe takes


class RefundExceedsCaptured(Refused):
    """More than was captured, and is not refunded or being refunded already."""

    code = "refund_exceeds_captured"

    def __init__(self, amount: int, refundable: int, currency: str) -> None:
        super().__init__(
            f"Of this order {refundable} may be refunded, not {amount} ({currency}, minor units).",
            param="amount",
            details={"amount": amount, "refundable": refundable, "currency": currency},
        )


@dataclass(frozen=True)
class Refund:
    """Amount in minor units of `currency`. provider_reference: Stripe's re_…, None until we know it."""

    id: str
    order_id: str
    payment_id: str
    amount: int
    currency: str
    reason: RefundReason
    note: str  # a member of staff's; never leaves this table
    idempotency_key: str  # under which Stripe is asked; a new one only after proof that the old one had no effect
    created_at: str
    check_at: str  # when the sweeper asks Stripe, unless the news came before
    status: RefundStatus = RefundStatus.PENDING
    provider_reference: str | None = None
    failure_code: str | None = None
    checks: int = 0
    version: int = 1

    @property
    def is_unsettled(self) -> bool:
        """Whether the processor has not said how it ends."""
        return self.status is RefundStatus.PENDING

    def told(self, facts: RefundFacts) -> "Refund":
        """The refund as of this news, or itself where the news is old or says nothing new."""
        if facts.status is not self.status and facts.status not in REFUND_TRANSITIONS[self.status]:
            return self
        code = (facts.failure_code or facts.status.value) if facts.status in RETURNED else None
        after = replace(self, status=facts.status, provider_reference=facts.reference, failure_code=code)
        return self if after == self else replace(after, version=self.version + 1)

    def refused(self, code: str) -> "Refund":
        """The refund that the processor will not make. code: its own word for why."""
        return replace(self, status=RefundStatus.FAILED, failure_code=code, version=self.version + 1)

    def contradiction(self, facts: RefundFacts, intent: str | None) -> str | None:
        """Why these facts cannot be of this refund, or None. intent: the payment's pi_…, as we know it."""
        if facts.order_id != self.order_id or (intent and facts.intent != intent):
            return "other_payment"
        if self.provider_reference and facts.reference != self.provider_reference:
            return "other_reference"
        if (facts.amount, facts.currency) != (self.amount, self.currency):
            return "other_amount"
        return None


def next_check(checks: int, now: datetime) -> str:
    """When to ask the processor again after so many times: 10, 20, 40 … minutes, at most a day."""
    return clock.stamp(now + min(FIRST_CHECK * 2 ** min(checks, 10), CHECKS_APART_MAX))


def new_refund(
    refund_id: str,
    order_id: str,
    payment_id: str,
    amount: int,
    currency: str,
    reason: RefundReason,
    note: str,
    now: datetime,
) -> Refund:
    """A refund that nobody has been asked for yet."""
    stamp = clock.stamp(now)
    return Refund(refund_id, order_id, payment_id, amount, currency, reason, note, refund_id, stamp, next_check(0, now))


def made_elsewhere(facts: RefundFacts, order_id: str, payment_id: str, now: datetime) -> Refund:
    """The refund that somebody made at the processor without us; the same news makes the same refund."""
    reason = facts.reason if facts.reason in STRIPE_REASONS else "other"
    refund_id = derived_id("ref", facts.reference)
    refund = new_refund(refund_id, order_id, payment_id, facts.amount, facts.currency, RefundReason(reason), "", now)
    return replace(refund, provider_reference=facts.reference)
