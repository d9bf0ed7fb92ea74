"""Whatever happens to an order's money, in whatever order and however often it is told, the books agree."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from functions import payments
from functions.payments.ledger import LedgerAccount, balance
from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.note_intent import note_intent
from functions.payments.note_refund import note_refund
from functions.payments.refund import id_made_elsewhere, made_elsewhere
from functions.payments.stripe_facts import RefundFacts
from tests.payments.book import Book
from tests.payments.test_lifecycle import intent, told
from tests.world import NOON

DUE = 500
ORDER = "order_01ARZ3NDEKTSV4RRFFQ69G5FAV"
REFUND_IDS = [f"ref_{number}" for number in "0123456789"]

NEWS = st.tuples(st.just("intent"), st.sampled_from(PaymentStatus), st.sampled_from([DUE, DUE - 150, DUE + 150]))
ASKED = st.tuples(st.just("ask"), st.sampled_from(REFUND_IDS), st.sampled_from([1, 150, 350, DUE]))
TOLD = st.tuples(st.just("refund"), st.sampled_from(RefundStatus), st.integers(0, 9))
FOUND = st.tuples(st.just("elsewhere"), st.sampled_from(RefundStatus), st.sampled_from([50, 100]))


@dataclass
class Shop:
    """An order's money, asked for and told about in any order."""

    book: Book = field(default_factory=Book)

    def __post_init__(self) -> None:
        payment, opened = payments.open_payment(ORDER, "pay_1", DUE, "EUR", NOON)
        self.book.commit(*opened)
        self.book.commit(*payments.post_sale(ORDER, revenue=400, tax=80, shipping=20, currency="EUR", now=NOON))
        assert payment == self.book.payment(ORDER)

    def intent(self, status: PaymentStatus, received: int) -> None:
        before = self.book.payment(ORDER)
        amount = received if status is PaymentStatus.CAPTURED else 0
        held = received if status is PaymentStatus.AUTHORIZED else 0
        facts = intent(status, order_id=ORDER, amount_received=amount, amount_capturable=held)
        self._commit(note_intent(before, before.told(facts), NOON))

    def ask(self, refund_id: str, amount: int) -> None:
        if refund_id in [each.id for each in self.book.refunds(ORDER)]:
            return
        with suppress(payments.RefundExceedsCaptured):
            _, writes = payments.request_refund(
                self.book.account(ORDER),
                None,
                refund_id=refund_id,
                amount=amount,
                currency="EUR",
                reason="duplicate",
                now=NOON,
            )
            self.book.commit(*writes)

    def refund(self, status: RefundStatus, which: int) -> None:
        ours = [each for each in self.book.refunds(ORDER) if each.id in REFUND_IDS]
        for before in ours[which : which + 1]:
            facts = told(status, reference=f"re_{before.id}", refund_id=before.id, order_id=ORDER, amount=before.amount)
            self._commit(note_refund(before, before.told(facts), NOON))

    def elsewhere(self, status: RefundStatus, amount: int) -> None:
        facts: RefundFacts = told(status, reference=f"re_{amount}", refund_id=None, order_id=None, amount=amount)
        known = [each for each in self.book.refunds(ORDER) if each.id == id_made_elsewhere(facts)]
        before = known[0] if known else None
        self._commit(note_refund(before, (before or made_elsewhere(facts, ORDER, "pay_1", NOON)).told(facts), NOON))

    def _commit(self, writes: Any) -> None:
        if writes:
            self.book.commit(*writes)

    def check(self) -> None:
        account, entries, refunds = self.book.account(ORDER), self.book.entries(ORDER), self.book.refunds(ORDER)
        payment = self.book.payment(ORDER)
        assert sum(balance(entries, each) for each in LedgerAccount) == 0
        assert account.captured - account.refunded == balance(entries, LedgerAccount.PROCESSOR_CLEARING)
        assert DUE - account.captured + account.refunded == balance(entries, LedgerAccount.CUSTOMER)
        assert account.refundable == account.captured - account.refunded - account.refund_pending
        assert account.refund_pending == sum(each.amount for each in refunds if each.status == "pending")
        assert account.refunded == sum(each.amount for each in refunds if each.status == "succeeded")
        assert (account.captured, account.authorized) == (payment.amount_captured, payment.amount_capturable)
        assert account.refunded == payment.amount_refunded
        assert account.is_void == (payment.status in ("voided", "expired"))


@settings(max_examples=300)
@given(st.lists(st.one_of(NEWS, ASKED, TOLD, FOUND), max_size=25))
def test_the_account_is_the_sum_of_the_ledger(steps: list[tuple[str, Any, Any]]) -> None:
    shop = Shop()
    for what, *how in steps:
        getattr(shop, what)(*how)
        shop.check()


@settings(max_examples=300)
@given(st.lists(st.one_of(NEWS, ASKED, TOLD), max_size=25))
def test_no_more_than_was_captured_goes_back(steps: list[tuple[str, Any, Any]]) -> None:
    shop = Shop()
    for what, *how in [("intent", PaymentStatus.CAPTURED, DUE), *steps]:
        getattr(shop, what)(*how)
        account = shop.book.account(ORDER)
        assert account.refunded + account.refund_pending <= account.captured
        assert account.refundable >= 0


@settings(max_examples=200)
@given(st.lists(st.one_of(NEWS, TOLD, FOUND), max_size=15))
def test_the_same_news_again_changes_nothing(steps: list[tuple[str, Any, Any]]) -> None:
    shop = Shop()
    for what, *how in [("intent", PaymentStatus.CAPTURED, DUE), ("ask", "ref_1", 150), *steps]:
        getattr(shop, what)(*how)
        before = shop.book.items
        if what != "ask":
            getattr(shop, what)(*how)
        assert shop.book.items == before
