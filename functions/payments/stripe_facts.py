"""What we take from Stripe's objects: ids, states and amounts. Never a card, a name or an address.

The same reading serves webhooks and answers of the API. A snapshot in a final state is true for ever; any other may
have been overtaken by the time it is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.stripe_money import from_stripe
from shared.ids import is_id

FINAL_INTENT = frozenset({"succeeded", "canceled"})
LAPSED = frozenset({"automatic", "expired"})  # Stripe's reasons for a cancellation of its own
_WORD = re.compile(r"[a-z0-9_]{1,64}")  # the form of Stripe's codes
_SHOP = re.compile(r"[A-Za-z0-9-]{1,64}")  # a stage's name
_REFERENCE = re.compile(r"[A-Za-z0-9_]{1,255}")  # Stripe's ids have up to 255 characters


class Contradiction(Exception):
    """News that cannot be of what it names: another amount, another reference, nothing we know. It is never applied."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class IntentFacts:
    """A PaymentIntent. Amounts in minor units of `currency`; payment_id, order_id and shop are our own metadata."""

    reference: str  # pi_…
    state: str  # Stripe's word, such as requires_action
    amount: int
    amount_received: int
    amount_capturable: int
    currency: str
    charge: str | None  # ch_… of the latest try
    error_code: str | None
    cancellation_reason: str | None
    payment_id: str | None
    order_id: str | None
    shop: str | None

    @property
    def is_final(self) -> bool:
        """Whether no later news can differ from this."""
        return self.state in FINAL_INTENT

    @property
    def is_processing(self) -> bool:
        """Whether a bank is still at it: it may take days, and the shopper can do nothing more."""
        return self.state == "processing"

    @property
    def status(self) -> PaymentStatus:
        """Our word for Stripe's."""
        match self.state:
            case "succeeded":
                return PaymentStatus.CAPTURED
            case "requires_capture":
                return PaymentStatus.AUTHORIZED
            case "canceled":
                return PaymentStatus.EXPIRED if self.cancellation_reason in LAPSED else PaymentStatus.VOIDED
            case "requires_payment_method" if self.error_code:
                return PaymentStatus.FAILED
            case _:
                return PaymentStatus.PENDING


@dataclass(frozen=True)
class RefundFacts:
    """A Refund. Its states only move forward, so any snapshot may be used; refund_id, order_id, shop: our metadata."""

    reference: str  # re_…
    intent: str | None  # pi_…
    state: str
    amount: int
    currency: str
    reason: str | None
    failure_code: str | None
    refund_id: str | None
    order_id: str | None
    shop: str | None

    @property
    def status(self) -> RefundStatus:
        """Our word for Stripe's; a refund that needs the shopper's bank details (`requires_action`) is pending."""
        known = {"succeeded": RefundStatus.SUCCEEDED, "failed": RefundStatus.FAILED, "canceled": RefundStatus.CANCELED}
        return known.get(self.state, RefundStatus.PENDING)


def intent_facts(intent: Mapping[str, Any]) -> IntentFacts:
    """The facts of a PaymentIntent. Raises KeyError, TypeError or ValueError where it is none."""
    error = intent.get("last_payment_error") or {}
    ours = _Ours(intent)
    currency = str(intent["currency"]).upper()
    return IntentFacts(
        reference=stripe_id(intent["id"]),
        state=_word(intent["status"]) or "",
        amount=from_stripe(intent["amount"], currency),
        amount_received=from_stripe(intent.get("amount_received") or 0, currency),
        amount_capturable=from_stripe(intent.get("amount_capturable") or 0, currency),
        currency=currency,
        charge=_id_of(intent.get("latest_charge")),
        error_code=(_word(error.get("code")) or "unknown") if error else None,
        cancellation_reason=_word(intent.get("cancellation_reason")),
        payment_id=ours.id("payment_id", "pay"),
        order_id=ours.id("order_id", "order"),
        shop=ours.shop,
    )


def refund_facts(refund: Mapping[str, Any]) -> RefundFacts:
    """The facts of a Refund. Raises KeyError, TypeError or ValueError where it is none."""
    ours = _Ours(refund)
    currency = str(refund["currency"]).upper()
    return RefundFacts(
        reference=stripe_id(refund["id"]),
        intent=_id_of(refund.get("payment_intent")),
        state=_word(refund.get("status")) or "pending",
        amount=from_stripe(refund["amount"], currency),
        currency=currency,
        reason=_word(refund.get("reason")),
        failure_code=_word(refund.get("failure_reason")),
        refund_id=ours.id("refund_id", "ref"),
        order_id=ours.id("order_id", "order"),
        shop=ours.shop,
    )


def stripe_id(value: Any) -> str:
    """The text, if it has the form of an id of Stripe's. Raises ValueError."""
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        raise ValueError("not an id of Stripe's")
    return value


class _Ours:
    """Our own words in an object's metadata; anybody with the Stripe account may write there, so each is checked."""

    def __init__(self, stripe_object: Mapping[str, Any]) -> None:
        self._metadata = stripe_object.get("metadata") or {}

    def id(self, name: str, prefix: str) -> str | None:
        value = str(self._metadata.get(name, ""))
        return value if is_id(value, prefix) else None

    @property
    def shop(self) -> str | None:
        value = str(self._metadata.get("shop", ""))
        return value if _SHOP.fullmatch(value) else None


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and _WORD.fullmatch(value) else None


def _id_of(value: Any) -> str | None:
    """The id of a related object, which Stripe shows as its id or, expanded, whole."""
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) and _REFERENCE.fullmatch(found) else None
