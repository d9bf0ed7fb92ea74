"""A payment that nobody wants any more: given up at Stripe, unless the money was faster."""

import pytest

from functions import payments
from functions.payments import PaymentClosed
from tests.payments.till import Till


def test_an_unwanted_payment_is_voided_once(till: Till) -> None:
    till.start(till.open())
    till.void()
    till.void()
    till.settle()
    assert till.at_stripe("payment_intents")[0]["status"] == "canceled"
    assert till.payment.status == "voided"
    assert payments.payment_status(till.account, is_open=False) == "voided"
    assert len(till.heard("payment.void_requested")) == 1


def test_an_unwanted_payment_that_stripe_was_never_told_of_can_never_be_paid(till: Till) -> None:
    payment = till.open()
    till.void()
    till.settle()
    assert till.payment.status == "voided"
    with pytest.raises(PaymentClosed):
        payments.start_payment(till.payment, flow="payment_intent", deadline_s=6)
    with pytest.raises(PaymentClosed):  # a request that was under way: Stripe's kept answer is not taken for the truth
        payments.start_payment(payment, flow="payment_intent", deadline_s=6)
    till.settle()
    assert [intent["status"] for intent in till.at_stripe("payment_intents")] == ["canceled"]
    assert till.account.captured == 0


def test_money_that_was_faster_than_the_void_is_told(till: Till) -> None:
    started = till.start(till.open())
    till.void()
    till.pay(started)
    till.pump()  # the void reaches Stripe before any webhook reaches us
    assert till.payment.status == "captured"
    till.settle()
    assert len(till.heard("payment.captured")) == 1
    till.check_books()


def test_a_void_waits_out_an_outage(till: Till) -> None:
    till.start(till.open())
    till.void()
    till.fault("down", "*")
    till.pump()
    assert till.failures == 1
    till.mend()
    assert till.deliver(till.said[-1])
    assert till.payment.status == "voided"
