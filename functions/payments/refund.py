"""A refund: money on its way back, and what the processor has told us of it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.payments.lifecycle import REFUND_TRANSITIONS, RETURNED, RefundStatus
from functions.payments.stripe_facts import Contradiction, RefundFacts
from shared import clock
from shared.errors import Refused
from shared.ids import derived_id

FIRST_CHECK = timedelta(minutes=10)  # a card's refund is done in seconds, a bank's takes days
CHECKS_APART_MAX = timedelta(days=1)
# Between two looks at one that was sent, so 1, 3, 7, 14 and 30 days after it: Stripe tells within 30 days of one that a
# bank sends back, mostly by webhook.
LOOKS_APART = tuple(timedelta(days=days) for days in (1, 2, 4, 7, 16))


class RefundReason(StrEnum):
    """Why money goes back, in the shop's words."""

    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"
    ORDER_CANCELED = "order_canceled"
    ORDER_EXPIRED = "order_expired"  # the money came after the order's time was over
    OTHER = "other"  # made in the processor's dashboard, without saying why


# All that is left of a dead order's money goes back, however much that is by then.
WHATEVER_IS_LEFT = frozenset({RefundReason.ORDER_CANCELED, RefundReason.ORDER_EXPIRED})
STRIPE_REASONS = frozenset({"requested_by_customer", "duplicate", "fraudulent"})  # the only ones that Stripe takes


class RefundExceedsCaptured(Refused):
    """More than was captured, and is not refunded or being refunded already."""

    code = "refund_exceeds_captured"

    def __init__(self, amount: int, refundable: int, currency: str) -> None:
        refundable = max(refundable, 0)
        super().__init__(
            f"Of this order {refundable} may be refunded, not {amount} ({currency}, minor units).",
            param="amount",
            details={"amount": amount, "refundable": refundable, "currency": currency},
        )


@dataclass(frozen=True)
class RefundedItem:
    """Some units of a line, and what they were worth in minor units."""

    line_item_id: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class Parts:
    """What a refund is for, in the words of whoever sold it; payments only remember it. Empty for a plain amount."""

    items: tuple[RefundedItem, ...] = ()
    shipping_amount: int = 0

    @property
    def worth(self) -> int:
        """What they are worth together, in minor units."""
        return sum(item.amount for item in self.items) + self.shipping_amount


WHOLE = Parts()  # no part in particular: an amount, or all that is left
SHOP, PROCESSOR = "shop", "processor"  # who asked, where no caller did: a rule of ours, or somebody at the processor


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
    idempotency_key: str  # under which Stripe is asked; under another one than the first only after looking
    created_at: str
    check_at: str  # when the sweeper asks Stripe, unless the news came before
    by: str = SHOP  # who asked for it: a key's id
    parts: Parts = WHOLE
    status: RefundStatus = RefundStatus.PENDING
    provider_reference: str | None = None
    failure_code: str | None = None
    checks: int = 0  # times the processor was asked, since it was asked for or, where it was sent, since then
    version: int = 1

    @property
    def is_pending(self) -> bool:
        """Whether the processor has not said how it ends."""
        return self.status is RefundStatus.PENDING

    @property
    def has_failed(self) -> bool:
        """Whether the money could not be sent, or came back."""
        return self.status is RefundStatus.FAILED

    @property
    def is_watched(self) -> bool:
        """Whether it was sent so lately that it may still come back."""
        return self.status is RefundStatus.SUCCEEDED and self.checks < len(LOOKS_APART)

    @property
    def is_unsettled(self) -> bool:
        """Whether the processor may still have news of it."""
        return self.is_pending or self.is_watched

    @property
    def is_first_try(self) -> bool:
        """Whether Stripe was asked under no other key yet, so that asking under this one cannot send it twice."""
        return self.idempotency_key == self.id

    @property
    def may_shrink(self) -> bool:
        """Whether less may go back than was set aside, where others have sent some of it at the processor."""
        return self.reason in WHATEVER_IS_LEFT

    @property
    def was_never_made(self) -> bool:
        """Whether the processor refused it, so that nothing of it was sent."""
        return self.status is RefundStatus.FAILED and self.provider_reference is None

    @property
    def shares(self) -> dict[str, int]:
        """Its part in the account's sums, by name."""
        pending = self.amount if self.status is RefundStatus.PENDING else 0
        refunded = self.amount if self.status is RefundStatus.SUCCEEDED else 0
        return {"refund_pending": pending, "refunded": refunded, "refundable": -pending - refunded}

    def told(self, facts: RefundFacts) -> "Refund":
        """The refund as of this news, or itself where the news is old or says nothing new.

        Its amount is what was sent, which may be less than was asked for. Raises Contradiction for another refund's.
        """
        self._recognise(facts)
        if facts.status is not self.status and facts.status not in REFUND_TRANSITIONS[self.status]:
            return self
        code = (facts.failure_code or facts.status.value) if facts.status in RETURNED else None
        after = replace(
            self, status=facts.status, amount=facts.amount, provider_reference=facts.reference, failure_code=code
        )
        return self if after == self else replace(after, version=self.version + 1)

    def refused(self, code: str) -> "Refund":
        """The refund that the processor will not make. code: its own word for why."""
        return replace(self, status=RefundStatus.FAILED, failure_code=code, version=self.version + 1)

    def shrunk(self, amount: int) -> "Refund":
        """The refund of what is left, to be asked for under a key of its own. Not a new version until Stripe tells.

        Where the refund has a new key, so has this: Stripe may have failed on the old one, and keeps that answer.
        """
        return replace(self, amount=amount, idempotency_key=f"{self.idempotency_key}:of{amount}")

    def asked_after(self, now: datetime) -> "Refund":
        """The refund that the sweeper is asking Stripe about now; next time later.

        A look at one that was sent counts once it was answered; until then it is repeated daily.
        """
        if self.is_watched:
            return replace(self, check_at=clock.stamp(now + CHECKS_APART_MAX), version=self.version + 1)
        checks = self.checks + 1
        return replace(self, checks=checks, check_at=next_check(checks, now), version=self.version + 1)

    def watched(self, now: datetime) -> "Refund":
        """The refund that was sent a moment ago, to be looked at for some time. Not a new version."""
        return replace(self, checks=0, check_at=clock.stamp(now + LOOKS_APART[0]))

    def looked_at(self, now: datetime) -> "Refund":
        """The refund of which Stripe says that it still stands; next time later, or never again."""
        checks = self.checks + 1
        gap = LOOKS_APART[min(checks, len(LOOKS_APART) - 1)]
        return replace(self, checks=checks, check_at=clock.stamp(now + gap), version=self.version + 1)

    def with_new_key(self) -> "Refund":
        """The refund to ask for under a new key, after Stripe failed under the old one and keeps that answer.

        It may have made it all the same: under a new key, look first.
        """
        return replace(self, idempotency_key=f"{self.id}:{self.checks}", version=self.version + 1)

    def _recognise(self, facts: RefundFacts) -> None:
        """A refund that others made at Stripe has no ids of ours; its reference made its id."""
        if facts.refund_id not in (None, self.id) or facts.order_id not in (None, self.order_id):
            raise Contradiction("other_refund")
        if self.provider_reference and facts.reference != self.provider_reference:
            raise Contradiction("other_reference")
        is_less = self.may_shrink and facts.amount < self.amount
        if facts.currency != self.currency or not (facts.amount == self.amount or is_less):
            raise Contradiction("other_amount")


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
    *,
    by: str = SHOP,
    parts: Parts = WHOLE,
) -> Refund:
    """A refund that nobody has been asked for yet."""
    return Refund(
        refund_id,
        order_id,
        payment_id,
        amount,
        currency,
        reason,
        note,
        idempotency_key=refund_id,
        created_at=clock.stamp(now),
        check_at=next_check(0, now),
        by=by,
        parts=parts,
    )


def id_made_elsewhere(facts: RefundFacts) -> str:
    """The id here of a refund that somebody made at the processor without us."""
    return derived_id("ref", facts.reference)


def made_elsewhere(facts: RefundFacts, order_id: str, payment_id: str, now: datetime) -> Refund:
    """The refund that somebody made at the processor without us; the same news makes the same refund."""
    reason = facts.reason if facts.reason in STRIPE_REASONS else "other"
    refund_id = id_made_elsewhere(facts)
    refund = new_refund(refund_id, order_id, payment_id, facts.amount, facts.currency, RefundReason(reason), "", now)
    return replace(refund, provider_reference=facts.reference, by=PROCESSOR)
