"""A payment's and a refund's states: every pair, against every piece of news."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from functions.payments.lifecycle import PAYMENT_TRANSITIONS, REFUND_TRANSITIONS, PaymentStatus, RefundStatus
from functions.payments.note_refund import note_refund
from functions.payments.payment import new_payment
from functions.payments.refund import RefundReason, new_refund, next_check
from functions.payments.stripe_facts import Contradiction, IntentFacts, RefundFacts
from shared import clock
from tests.world import NOON

PAYMENT = replace(new_payment("order_1", "pay_1", 500, "EUR", NOON), provider_reference="pi_1")
REFUND = new_refund("ref_1", "order_1", "pay_1", 500, "EUR", RefundReason.OTHER, "", NOON)
README = Path(__file__).parents[2] / "functions" / "payments" / "README.md"

# Stripe's word for each of our states
INTENT_STATES = {
    PaymentStatus.PENDING: {"state": "processing"},
    PaymentStatus.FAILED: {"state": "requires_payment_method", "error_code": "card_declined"},
    PaymentStatus.AUTHORIZED: {"state": "requires_capture"},
    PaymentStatus.CAPTURED: {"state": "succeeded"},
    PaymentStatus.VOIDED: {"state": "canceled", "cancellation_reason": "abandoned"},
    PaymentStatus.EXPIRED: {"state": "canceled", "cancellation_reason": "automatic"},
}


def intent(status: PaymentStatus = PaymentStatus.CAPTURED, **changes: Any) -> IntentFacts:
    facts = IntentFacts("pi_1", "", 500, 500, 0, "EUR", "ch_1", None, None, "pay_1", "order_1", "test")
    whole: dict[str, Any] = {**INTENT_STATES[status], **changes}
    return replace(facts, **whole)


def told(status: RefundStatus = RefundStatus.SUCCEEDED, **changes: Any) -> RefundFacts:
    facts = RefundFacts("re_1", "pi_1", status.value, 500, "EUR", None, None, "ref_1", "order_1", "test")
    return replace(facts, **changes)


@pytest.mark.parametrize(("before", "after"), list(product(PaymentStatus, PaymentStatus)))
def test_a_payment_follows_the_table(before: PaymentStatus, after: PaymentStatus) -> None:
    payment = replace(PAYMENT, status=before, version=7)
    news = payment.told(intent(after))
    if after in PAYMENT_TRANSITIONS[before]:
        assert (news.status, news.version) == (after, 8)
    else:
        assert news.status is before
        assert news.told(intent(after)) is news


@pytest.mark.parametrize(("before", "after"), list(product(RefundStatus, RefundStatus)))
def test_a_refund_follows_the_table(before: RefundStatus, after: RefundStatus) -> None:
    refund = replace(REFUND, status=before, version=7)
    news = refund.told(told(after))
    assert news.status is (after if after in REFUND_TRANSITIONS[before] else before)
    assert news.told(told(after)) is news


def test_captured_money_is_final() -> None:
    captured = PAYMENT.told(intent(PaymentStatus.CAPTURED))
    for status in PaymentStatus:
        assert captured.told(intent(status, amount_received=1)) is captured


def test_every_other_state_may_still_turn_out_to_be_captured() -> None:
    for status in set(PaymentStatus) - {PaymentStatus.CAPTURED}:
        assert PaymentStatus.CAPTURED in PAYMENT_TRANSITIONS[status]


MISFITS = [
    ({"payment_id": "pay_2"}, "other_payment"),
    ({"order_id": None}, "other_payment"),
    ({"reference": "pi_2"}, "other_reference"),
    ({"amount": 501}, "other_amount"),
    ({"currency": "USD"}, "other_amount"),
]


@pytest.mark.parametrize(("changes", "why"), MISFITS)
def test_facts_of_another_payment_are_never_applied(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Contradiction, match=why):
        PAYMENT.told(intent(**changes))


REFUND_MISFITS = [
    ({"refund_id": "ref_2"}, "other_refund"),
    ({"order_id": "order_2"}, "other_refund"),
    ({"reference": "re_2"}, "other_reference"),
    ({"amount": 501}, "other_amount"),
]


@pytest.mark.parametrize(("changes", "why"), REFUND_MISFITS)
def test_facts_of_another_refund_are_never_applied(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Contradiction, match=why):
        replace(REFUND, provider_reference="re_1").told(told(**changes))


@pytest.mark.parametrize("state", ["requires_action", "requires_confirmation", "requires_payment_method", "a_new_one"])
def test_what_stripe_waits_for_is_pending(state: str) -> None:
    assert replace(intent(), state=state).status is PaymentStatus.PENDING


def test_the_readme_shows_the_tables() -> None:
    text = README.read_text()
    for table in (PAYMENT_TRANSITIONS, REFUND_TRANSITIONS):
        for before, after in table.items():
            arrow = " · ".join(sorted(after)) if after else "∎"
            assert f"| `{before}` | {arrow} |" in text


@pytest.mark.parametrize(
    ("checks", "minutes"), [(0, 10), (1, 20), (2, 40), (7, 1280), (8, 24 * 60), (9, 24 * 60), (10_000, 24 * 60)]
)
def test_a_refund_is_asked_after_less_and_less_often_but_once_a_day(checks: int, minutes: int) -> None:
    assert next_check(checks, NOON) == clock.stamp(NOON + timedelta(minutes=minutes))


def test_several_steps_that_are_kept_together_are_one_version() -> None:
    """Subscribers count versions: a gap would look like news they have missed."""
    before = replace(REFUND, version=7)
    row, *_ = note_refund(before, before.with_new_key().told(told()), NOON)
    assert row.item is not None
    assert row.item["version"] == 8
