"""Whatever happens to an order's money, in whatever order and however often it is told, the books agree."""

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions import payments
from functions.payments.ledger import LedgerAccount, balance
from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.note_intent import note_intent
from functions.payments.note_refund import note_refund
from functions.payments.refund import id_made_elsewhere, made_elsewhere
from functions.payments.store import refund as refund_read
from functions.payments.stripe_facts import IntentFacts, RefundFacts
from shared import clock
from shared.dynamo import commit, fetch
from tests.payments.test_lifecycle import INTENT_STATES
from tests.payments.till import Till

DUE = 1000
STEPS = st.one_of(
    st.tuples(st.just("intent"), st.sampled_from(PaymentStatus), st.sampled_from([DUE, DUE - 300, DUE + 300])),
    st.tuples(st.just("ask"), st.just(None), st.sampled_from([1, 300, 700, DUE])),
    st.tuples(st.just("refund"), st.sampled_from(RefundStatus), st.integers(0, 2)),
    st.tuples(st.just("elsewhere"), st.sampled_from(RefundStatus), st.sampled_from([100, 200])),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=3, max_size=9))
def test_the_account_is_the_sum_of_the_ledger(till: Till, steps: list[tuple[str, Any, int]]) -> None:
    till.open(DUE)
    commit(*payments.post_sale(till.order_id, revenue=800, tax=150, shipping=50, currency="USD", now=clock.now()))
    for what, status, number in [("intent", PaymentStatus.CAPTURED, DUE), *steps]:
        {"intent": _intent, "ask": _ask, "refund": _refund, "elsewhere": _elsewhere}[what](till, status, number)
        till.check_books()
        entries = payments.ledger_of(till.order_id)
        assert sum(balance(entries, account) for account in LedgerAccount) == 0
        assert sum(each.amount for each in till.refunds if each.status == "pending") <= till.account.captured
        made_here = [each for each in till.refunds if each.idempotency_key == each.id and not each.provider_reference]
        assert till.account.refundable >= 0 or not made_here or any(s[0] == "elsewhere" for s in steps)


def _intent(till: Till, status: PaymentStatus, received: int) -> None:
    payment = till.payment
    state = {"error_code": None, "cancellation_reason": None, **INTENT_STATES[status]}
    money = {"amount_received": received if status == "captured" else 0, "amount_capturable": 0}
    ids = {"payment_id": payment.id, "order_id": payment.order_id, "shop": "test"}
    facts = IntentFacts(reference="pi_1", amount=DUE, currency="USD", charge="ch_1", **state, **money, **ids)
    if writes := note_intent(payment, payment.told(facts), clock.now()):
        commit(*writes)


def _ask(till: Till, _: None, amount: int) -> None:
    with suppress(payments.RefundExceedsCaptured):
        till.refund(amount)


def _refund(till: Till, status: RefundStatus, which: int) -> None:
    ours = [each for each in till.refunds if not (each.provider_reference or "").startswith("re_elsewhere")]
    for refund in ours[which : which + 1]:
        facts = RefundFacts(
            f"re_{refund.id}", "pi_1", status, refund.amount, "USD", None, None, refund.id, refund.order_id, "test"
        )
        if writes := note_refund(refund, refund.told(facts), clock.now()):
            commit(*writes)


def _elsewhere(till: Till, status: RefundStatus, amount: int) -> None:
    reference = f"re_elsewhere_{amount}"
    facts = RefundFacts(reference, "pi_1", status, amount, "USD", None, None, None, None, None)
    (known,) = fetch(refund_read(till.order_id, id_made_elsewhere(facts)))
    made = known or made_elsewhere(facts, till.order_id, till.payment.id, clock.now())
    if writes := note_refund(known, made.told(facts), clock.now()):
        commit(*writes)
