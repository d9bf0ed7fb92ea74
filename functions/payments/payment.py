"""A payment: what we ask of a shopper for one order, and what the processor has told us of it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from functions.payments.lifecycle import PAYMENT_TRANSITIONS, UNPAID, PaymentStatus
from functions.payments.stripe_facts import Contradiction, IntentFacts
from shared import clock

FIRST_CHECK = timedelta(minutes=5)  # by then a shopper has paid, or the answer we wait for was lost
LAST_CHECK = timedelta(minutes=2)  # before it is due: the sweeper runs each minute, and a capture takes a moment
CHECKS_APART_MAX = timedelta(days=1)  # an old unpaid payment is still asked after, once a day


@dataclass(frozen=True)
class Payment:
    """Amounts in minor units of `currency`. provider_reference: Stripe's pi_…, None until we know it."""

    id: str
    order_id: str
    amount: int
    currency: str
    idempotency_key: (
        str  # under which Stripe is asked; kept before the first call, a new one only after proof of no effect
    )
    created_at: str
    check_at: str  # when the sweeper asks Stripe, unless the news came before
    status: PaymentStatus = PaymentStatus.PENDING
    provider: Literal["stripe"] = "stripe"
    provider_reference: str | None = None
    capture_method: Literal["automatic", "manual"] = "automatic"
    amount_capturable: int = 0
    amount_captured: int = 0
    amount_refunded: int = 0
    last_error: str | None = None
    charge: str | None = None  # Stripe's ch_… of the latest try
    is_void_requested: bool = False
    is_processing: bool = False  # the shopper has paid, and a bank has days to say whether the money comes
    declines: int = 0  # tries that a bank refused
    checks: int = 0
    version: int = 1
    due_at: str | None = None  # until when the order waits for it

    @property
    def is_awaiting_bank(self) -> bool:
        """Whether the shopper has paid and a bank is still at it, so that the money may come days from now."""
        return self.is_processing and self.status is PaymentStatus.PENDING

    @property
    def is_unsettled(self) -> bool:
        """Whether the processor may still have news of it."""
        return self.status in UNPAID

    def told(self, facts: IntentFacts) -> "Payment":
        """The payment as of this news, or itself where the news is old or says nothing new.

        Raises Contradiction for facts of another payment.
        """
        self._recognise(facts)
        if facts.status is not self.status and facts.status not in PAYMENT_TRANSITIONS[self.status]:
            return self
        if self.status is PaymentStatus.CAPTURED:
            return self
        after = replace(
            self,
            status=facts.status,
            provider_reference=facts.reference,
            amount_capturable=facts.amount_capturable,
            amount_captured=facts.amount_received,
            last_error=facts.error_code,
            charge=facts.charge,
            is_processing=facts.is_processing,
        )
        return self if after == self else replace(after, version=self.version + 1)

    def declined(self) -> "Payment":
        """The payment after another try that a bank refused; of one that is settled it says nothing any more."""
        if not self.is_unsettled:
            return self
        return replace(self, declines=self.declines + 1, version=self.version + 1)

    def is_declined_since(self, before: "Payment") -> bool:
        """Whether this is another declined try than `before` knew of."""
        is_new = before.status is not PaymentStatus.FAILED or before.charge != self.charge
        return self.status is PaymentStatus.FAILED and is_new

    def asked_after(self, now: datetime) -> "Payment":
        """The payment that the sweeper is asking Stripe about now; next time later."""
        checks = self.checks + 1
        check_at = next_check(checks, now)
        if self.due_at:  # once more before the order is given up, so that it is not for news that were lost
            last = clock.stamp(clock.parse(self.due_at) - LAST_CHECK)
            check_at = last if clock.stamp(now) < last < check_at else check_at
        return replace(self, checks=checks, check_at=check_at, version=self.version + 1)

    def with_new_key(self) -> "Payment":
        """The payment to ask for under a new key, after proof that the old one had no effect."""
        return replace(self, idempotency_key=f"{self.id}:{self.checks}", version=self.version + 1)

    def _recognise(self, facts: IntentFacts) -> None:
        if facts.payment_id != self.id or facts.order_id != self.order_id:
            raise Contradiction("other_payment")
        if self.provider_reference and facts.reference != self.provider_reference:
            raise Contradiction("other_reference")
        if (facts.amount, facts.currency) != (self.amount, self.currency):
            raise Contradiction("other_amount")


def next_check(checks: int, now: datetime) -> str:
    """When to ask the processor again after so many times: 5, 10, 20 … minutes, at most a day."""
    return clock.stamp(now + min(FIRST_CHECK * 2 ** min(checks, 10), CHECKS_APART_MAX))


def new_payment(
    order_id: str, payment_id: str, amount: int, currency: str, now: datetime, due_at: datetime | None = None
) -> Payment:
    """A payment that nobody has been asked for yet. due_at: until when its order waits for it."""
    return Payment(
        payment_id,
        order_id,
        amount,
        currency,
        idempotency_key=payment_id,
        created_at=clock.stamp(now),
        check_at=next_check(0, now),
        due_at=clock.stamp(due_at) if due_at else None,
    )
