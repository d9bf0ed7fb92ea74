"""Money is tied to goods: whatever is refunded, fails, ships, is canceled or sent back past the shop, in any order."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from functions import payments
from functions.orders.lifecycle import Status
from functions.orders.order import Order, Progress
from functions.orders.refund_order import worth, worths
from functions.orders.sold import Sold
from functions.payments.note_intent import note_intent
from functions.payments.note_refund import note_refund
from functions.payments.refund import made_elsewhere
from shared.errors import Problem
from tests.orders.builders import an_order, sold_of
from tests.payments.book import Book
from tests.payments.test_lifecycle import intent, told
from tests.world import NOON

ORDER = "order_01ARZ3NDEKTSV4RRFFQ69G5FAV"
LINES = {"li_1": (3, 100), "li_2": (3, 2), "li_3": (1, 0)}  # units and total: thirds of a cent, and a gift
SHIPPING = 45
TOTAL = sum(total for _, total in LINES.values()) + SHIPPING

UNITS = st.dictionaries(st.sampled_from(list(LINES)), st.integers(1, 3), max_size=2)
SOME_UNITS = st.dictionaries(st.sampled_from(list(LINES)), st.integers(1, 3), min_size=1, max_size=2)
STEPS = st.one_of(
    st.tuples(st.just("refund"), UNITS, st.sampled_from([0, 0, 20, 45])),
    st.tuples(st.just("refund_amount"), st.sampled_from([1, 40, 100, TOTAL])),
    st.tuples(st.just("ends"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("in_dashboard"), st.sampled_from([1, 50, TOTAL])),
    st.tuples(st.just("ship"), SOME_UNITS),
    st.tuples(st.just("cancel")),
)


def _order() -> tuple[Order, Sold]:
    lines = tuple(Progress(id=name, quantity=units) for name, (units, _) in LINES.items())
    sums: dict[str, Any] = {"subtotal": TOTAL - SHIPPING, "shipping_total": SHIPPING, "total": TOTAL}
    order = an_order(id=ORDER, currency="EUR", lines=lines, **sums)
    made = sold_of(an_order(lines=lines[:2]))
    items = tuple(
        made.items[0].model_copy(update={"id": name, "quantity": units, "total": total})
        for name, (units, total) in LINES.items()
    )
    return order.placed(1042, NOON), made.model_copy(update={"items": items})


@dataclass
class Shop:
    """A paid order and its account, driven by the rules that the commands use."""

    book: Book = field(default_factory=Book)
    left: Counter[str] = field(default_factory=Counter)  # units that shipped

    def __post_init__(self) -> None:
        self.order, self.sold = _order()
        payment, opened = payments.open_payment(ORDER, "pay_1", TOTAL, "EUR", NOON)
        self.book.commit(*opened)
        facts = intent(order_id=ORDER, amount=TOTAL, amount_received=TOTAL)
        self.book.commit(*note_intent(payment, payment.told(facts), NOON))

    @property
    def account(self) -> payments.Account:
        return self.book.account(ORDER)

    def refund(self, units: dict[str, int], shipping: int) -> None:
        self.order.require_refundable(units, shipping)
        parts = payments.Parts(worths(self.order, self.sold, units), shipping)
        self._ask(parts.worth, parts)

    def refund_amount(self, amount: int) -> None:
        self._ask(amount, payments.Parts())

    def _ask(self, amount: int, parts: payments.Parts) -> None:
        if not amount:
            return
        how: dict[str, Any] = {"currency": "EUR", "reason": "duplicate", "now": NOON, "parts": parts}
        refund_id = f"ref_{len(self.book.refunds(ORDER))}"
        _, writes = payments.request_refund(self.account, None, refund_id=refund_id, amount=amount, **how)
        after = self.order.refunded(parts, NOON)
        self.book.commit(*writes)
        self.order = after

    def ends(self, which: int, succeeds: bool) -> None:
        for refund in self.book.refunds(ORDER)[which : which + 1]:
            status = payments.RefundStatus.SUCCEEDED if succeeds else payments.RefundStatus.FAILED
            ours = {"refund_id": refund.id, "order_id": ORDER} if refund.by != "processor" else {}
            reference = refund.provider_reference or f"re_{refund.id}"
            none: dict[str, Any] = {"refund_id": None, "order_id": None}
            facts = told(status, reference=reference, amount=refund.amount, **{**none, **ours})
            after = refund.told(facts)
            if after is refund:
                continue
            self.book.commit(*note_refund(refund, after, NOON))
            if not succeeds and refund.parts != payments.Parts():
                self.order = self.order.unrefunded(refund.parts, NOON)

    def in_dashboard(self, amount: int) -> None:
        if 0 < amount <= self.account.refundable:
            reference = f"re_{len(self.book.refunds(ORDER))}"
            facts = told(reference=reference, refund_id=None, order_id=None, amount=amount)
            made = made_elsewhere(facts, ORDER, "pay_1", NOON)
            self.book.commit(*note_refund(None, made.told(facts), NOON))

    def ship(self, units: dict[str, int]) -> None:
        shipped = self.order.shipped("ful_1", units, NOON)
        refunded = {line.id: line.refunded for line in self.order.lines}
        self.book.commit(payments.money_is_there(self.account))
        self.order = shipped
        self.left.update(units)
        assert self.account.captured - self.account.refunded - self.account.refund_pending > 0
        for line_id, (quantity, _) in LINES.items():
            assert line_id not in units or self.left[line_id] + refunded[line_id] <= quantity

    def cancel(self) -> None:
        canceled = self.order.canceled("customer", NOON)
        reason = payments.RefundReason.ORDER_CANCELED
        refund_id = f"ref_{len(self.book.refunds(ORDER))}"
        writes = payments.request_refund_of_rest(self.account, refund_id=refund_id, reason=reason, now=NOON)
        if writes:
            self.book.commit(*writes)
        self.order = canceled
        assert self.account.refundable == 0

    def check(self) -> None:
        account, refunds = self.account, self.book.refunds(ORDER)
        live = [each for each in refunds if each.status in ("pending", "succeeded")]
        for line in self.order.lines:
            items = [item for refund in live for item in refund.parts.items if item.line_item_id == line.id]
            assert line.refunded == sum(item.quantity for item in items)
            assert line.refunded_total == sum(item.amount for item in items)
            assert 0 <= line.refunded_total <= LINES[line.id][1]
            assert line.refunded < line.quantity or line.refunded_total == LINES[line.id][1]
            assert line.shipped == self.left[line.id] <= line.quantity
        assert self.order.shipping_refunded == sum(refund.parts.shipping_amount for refund in live) <= SHIPPING
        assert all(refund.parts.worth in (0, refund.amount) for refund in refunds)
        assert account.refunded + account.refund_pending == sum(refund.amount for refund in live) <= TOTAL
        assert account.refundable == TOTAL - sum(refund.amount for refund in live) >= 0
        assert self.order.status is Status.PLACED or not any(self.left.values())


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=20))
def test_money_is_tied_to_goods(steps: list[tuple[Any, ...]]) -> None:
    shop = Shop()
    for what, *how in steps:
        with suppress(Problem):
            getattr(shop, what)(*how)
        shop.check()


@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=8), st.data())
def test_a_lines_units_are_worth_its_total_whichever_refunds_of_them_failed(
    total: int, portions: list[int], data: st.DataObject
) -> None:
    """FAULTS 71"""
    quantity = sum(portions)
    _, sold = _order()
    line = Progress(id="li_1", quantity=quantity)
    bought = sold.items[0].model_copy(update={"quantity": quantity, "total": total})
    live: list[tuple[int, int]] = []
    for portion in portions * 2:
        if portion + line.refunded <= quantity:
            live.append((portion, worth(line, bought, portion)))
        elif live:
            live.pop(data.draw(st.integers(0, len(live) - 1)))
        units, money = sum(each for each, _ in live), sum(each for _, each in live)
        line = line.model_copy(update={"refunded": units, "refunded_total": money})
    rest = quantity - line.refunded
    assert all(money >= 0 for _, money in live)
    assert line.refunded_total + worth(line, bought, rest) == total
