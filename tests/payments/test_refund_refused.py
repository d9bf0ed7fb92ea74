"""Refunds that are not made: too much, of nothing, or not right in themselves."""

from typing import Any

import pytest

from functions import payments
from functions.payments import CurrencyMismatch, NotChargeable, RefundExceedsCaptured, UnknownReason
from functions.payments.staged import set_aside
from shared import clock
from shared.dynamo import commit
from shared.errors import NotFound, Problem, Stale
from shared.ids import new_id
from tests.payments.till import Till


def test_more_than_was_captured_is_refused(till: Till) -> None:
    till.paid(5000)
    with pytest.raises(RefundExceedsCaptured) as refused:
        till.refund(5001)
    assert (refused.value.status, refused.value.code) == (409, "refund_exceeds_captured")
    assert refused.value.details == {"amount": 5001, "refundable": 5000, "currency": "USD"}
    assert till.refunds == []


def test_of_two_refunds_at_once_the_one_too_much_is_refused(till: Till) -> None:
    till.paid(5000)
    seen = till.account
    till.refund(3000, account=seen)
    with pytest.raises(RefundExceedsCaptured) as refused:
        till.refund(3000, account=seen)
    assert refused.value.details["refundable"] == 2000
    with pytest.raises(Stale):  # enough is left; but how much one person may give back is reckoned from what went
        till.refund(2000, account=seen)
    till.refund(2000)
    till.settle()
    assert till.account.refunded == 5000
    till.check_books()


WRONG: list[tuple[dict[str, Any], type[Problem]]] = [
    ({"amount": 0}, NotChargeable),
    ({"amount": -5}, NotChargeable),
    ({"amount": 5, "currency": "EUR"}, CurrencyMismatch),
    ({"amount": 5, "reason": "bored"}, UnknownReason),
]


@pytest.mark.parametrize(("how", "error"), WRONG)
def test_a_refund_that_cannot_be_right_changes_nothing(till: Till, how: dict[str, Any], error: type[Problem]) -> None:
    till.paid()
    with pytest.raises(error):
        till.refund(**how)
    assert till.account.refund_pending == 0


def test_a_refund_is_of_a_payment_of_its_order(till: Till) -> None:
    till.paid()
    with pytest.raises(NotFound):
        payments.request_refund(
            till.account,
            new_id("pay"),
            refund_id=new_id("ref"),
            amount=5,
            currency="USD",
            reason="duplicate",
            now=clock.now(),
        )


def test_a_refund_of_nothing_that_was_captured_is_refused_by_the_write_too(till: Till) -> None:
    till.open()
    with pytest.raises(RefundExceedsCaptured):
        commit(set_aside(till.account, 1))
    with pytest.raises(RefundExceedsCaptured):
        till.refund(1)
