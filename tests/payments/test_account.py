"""An order's payment status, derived from its account; and the ledger, which always balances."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.payments import Account, payment_status
from functions.payments.ledger import (
    Entry,
    LedgerAccount,
    Line,
    balance,
    capture,
    refund,
    refund_return,
    sale,
    sale_reversal,
)
from functions.payments.table import account_item, account_of, entry_item, entry_of

AMOUNTS = st.integers(0, 10**12)


def an_account(**sums: Any) -> Account:
    return replace(Account("order_1", "EUR", due=100), **sums)


STATUSES = [
    ({}, "awaiting"),
    ({"is_void": True}, "voided"),
    ({"authorized": 100}, "authorized"),
    ({"captured": 40}, "partially_paid"),
    ({"captured": 100}, "paid"),
    ({"captured": 120}, "overpaid"),
    ({"captured": 120, "refunded": 20}, "paid"),
    ({"captured": 120, "refunded": 10}, "overpaid"),
    ({"captured": 100, "refund_pending": 40}, "paid"),
    ({"captured": 100, "refunded": 40}, "partially_refunded"),
    ({"captured": 40, "refunded": 10}, "partially_refunded"),
    ({"captured": 100, "refunded": 100}, "refunded"),
    ({"captured": 100, "is_void": True}, "paid"),
    ({"due": 0}, "paid"),
    ({"due": 0, "captured": 5}, "overpaid"),
]


@pytest.mark.parametrize(("sums", "status"), STATUSES)
def test_the_payment_status_is_derived(sums: dict[str, int], status: str) -> None:
    assert payment_status(an_account(**sums), is_open=True) == status


def test_an_order_that_waits_for_nothing_and_got_nothing_is_not_paid() -> None:
    assert payment_status(an_account(), is_open=False) == "not_paid"
    assert payment_status(None, is_open=True) == "not_paid"


@pytest.mark.parametrize(
    ("captured", "refunded", "outstanding"), [(0, 0, 100), (40, 0, 60), (100, 100, 0), (120, 0, 0)]
)
def test_a_refund_does_not_make_the_money_owed_again(captured: int, refunded: int, outstanding: int) -> None:
    assert an_account(captured=captured, refunded=refunded).outstanding == outstanding


def test_an_account_survives_its_table() -> None:
    account = an_account(captured=100, refunded=30, refund_pending=20, refundable=50)
    assert account_of(account_item(account)) == account


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_sale_and_its_reversal_cancel_out(revenue: int, tax: int, shipping: int) -> None:
    entries = [sale(revenue, tax, shipping, "EUR"), sale_reversal(revenue, tax, shipping, "EUR")]
    assert balance(entries[:1], LedgerAccount.CUSTOMER) == revenue + tax + shipping
    assert [balance(entries, account) for account in LedgerAccount] == [0] * len(LedgerAccount)
    assert entry_of(entry_item("order_1", entries[0], "now")) == entries[0]


@given(st.lists(st.tuples(st.sampled_from([capture, refund, refund_return]), AMOUNTS), max_size=20))
def test_the_ledger_balances_whatever_happens(facts: list[tuple[object, int]]) -> None:
    entries = [post(f"x_{place}", amount, "EUR") for place, (post, amount) in enumerate(facts)]  # type: ignore[operator]
    assert sum(balance(entries, account) for account in LedgerAccount) == 0
    back = sum(amount if post is refund else -amount for post, amount in facts if post is not capture)
    taken = sum(amount for post, amount in facts if post is capture)
    assert balance(entries, LedgerAccount.PROCESSOR_CLEARING) == taken - back


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="does not balance"):
        Entry("x", "EUR", (Line(LedgerAccount.CUSTOMER, debit=2), Line(LedgerAccount.REVENUE, credit=1)))
    with pytest.raises(ValueError, match="negative"):
        Entry("x", "EUR", (Line(LedgerAccount.CUSTOMER, debit=-1), Line(LedgerAccount.REVENUE, credit=-1)))
