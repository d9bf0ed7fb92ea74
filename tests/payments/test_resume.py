"""The sweeper: whatever news was lost, the rows come to the truth."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.payments import PaymentUnavailable, payments_of, store
from functions.payments.store import unsettled
from shared import clock
from tests.payments.till import Till


def _lose_the_answer(till: Till) -> None:
    payment = till.open()
    till.fault("lost_response", "payment_intents.create", times=2)
    with pytest.raises(PaymentUnavailable):
        till.start(payment)


def test_a_payment_whose_answer_was_lost_is_found_at_stripe(till: Till) -> None:
    _lose_the_answer(till)
    till.clock.advance(minutes=6)
    till.resume()
    assert till.payment.provider_reference == till.at_stripe("payment_intents")[0]["id"]


def test_a_capture_whose_webhooks_were_all_lost_is_found(till: Till) -> None:
    till.pay(till.start(till.open()))
    till.clock.advance(minutes=6)
    till.resume()
    till.pump()
    assert till.payment.status == "captured"
    assert len(till.heard("payment.captured")) == 1
    till.check_books()
    assert unsettled(clock.now(), 100) == []


def test_what_is_settled_is_not_asked_after(till: Till) -> None:
    till.paid()
    till.clock.advance(days=30)
    assert till.resume() == 0


def test_what_is_young_is_not_asked_after(till: Till) -> None:
    till.start(till.open())
    till.clock.advance(minutes=4)
    assert till.resume() == 0


def test_an_unpaid_payment_is_asked_after_less_and_less_often(till: Till) -> None:
    till.start(till.open())
    asked = []
    for minute in range(0, 180, 5):
        if till.resume():
            asked.append(minute)
        till.clock.advance(minutes=5)
    assert asked == [5, 15, 35, 75, 155]


def test_after_a_saved_failure_of_stripes_a_new_key_is_used(till: Till) -> None:
    payment = till.open()
    till.fault("error_500", "payment_intents.create", times=1, effect=False)
    for _ in range(2):  # the second is Stripe's saved answer
        with pytest.raises(PaymentUnavailable):
            till.start(payment)
    till.clock.advance(minutes=6)
    till.resume()
    till.start(payments_of(till.order_id)[0])
    assert len(till.at_stripe("payment_intents")) == 1


def test_the_log_says_how_stripe_failed(till: Till, logs: Callable[[], list[dict[str, Any]]]) -> None:
    payment = till.open()
    till.fault("error_500", "payment_intents.create", times=1, effect=False)
    with pytest.raises(PaymentUnavailable):
        till.start(payment)
    (line,) = [line for line in logs() if line["message"] == "stripe_failed"]
    assert (line["status"], line["error"]) == (500, "APIError")


def test_after_a_failure_that_had_its_effect_there_is_still_one_payment(till: Till) -> None:
    payment = till.open()
    till.fault("error_500", "payment_intents.create", times=1, effect=True)
    with pytest.raises(PaymentUnavailable):
        till.start(payment)
    till.clock.advance(minutes=6)
    till.resume()
    till.start(till.payment)
    assert len(till.at_stripe("payment_intents")) == 1


@pytest.mark.parametrize("effect", [True, False])
def test_a_refund_that_stripe_failed_on_is_sent_once_in_the_end(till: Till, effect: bool) -> None:
    till.paid()
    till.fault("error_500", "refunds.create", times=1, effect=effect)
    till.refund(2000)
    till.pump()
    assert till.failures == 1
    for minutes in (11, 21, 41):
        till.clock.advance(minutes=minutes)
        till.resume()
    till.settle()
    assert len(till.at_stripe("refunds")) == 1
    assert (till.refunds[0].status, till.account.refunded) == ("succeeded", 2000)
    till.check_books()


def _sweep_after_a_pending_refund(till: Till) -> None:
    """It succeeds at Stripe; nobody hears of that but the sweeper."""
    till.paid(method="pm_card_pendingRefund")
    till.refund(2000)
    till.settle()
    till.double.control("clock", {"advance_s": 7200})
    till.clock.advance(hours=2)
    till.resume()


def test_a_pending_refund_whose_news_was_lost_is_found(till: Till) -> None:
    _sweep_after_a_pending_refund(till)
    assert till.refunds[0].status == "succeeded"
    till.check_books()


def test_a_void_that_was_lost_is_done(till: Till) -> None:
    till.start(till.open())
    till.void()  # and nobody hears it
    till.clock.advance(minutes=6)
    till.resume()
    assert till.at_stripe("payment_intents")[0]["status"] == "canceled"
    assert till.payment.status == "voided"


def test_a_new_key_is_kept_before_it_is_used(till: Till) -> None:
    till.open()
    till.void()
    till.clock.advance(minutes=6)
    till.fault("error_500", "payment_intents.cancel", times=1, effect=False)
    till.resume()  # makes the PaymentIntent under the new key, and is cut off before it is noted
    till.pump()  # the queue brings the same void
    assert [intent["status"] for intent in till.at_stripe("payment_intents")] == ["canceled"]


def test_a_void_of_a_payment_whose_answer_was_lost_is_done(till: Till) -> None:
    _lose_the_answer(till)
    till.void()
    till.clock.advance(hours=30)
    till.double.control("clock", {"advance_s": 30 * 3600})
    till.resume()
    assert [intent["status"] for intent in till.at_stripe("payment_intents")] == ["canceled"]
    assert till.payment.status == "voided"


def test_a_void_of_a_payment_that_stripe_never_saw_ends_it(till: Till) -> None:
    till.open()
    till.void()
    till.clock.advance(hours=30)
    till.resume()
    assert till.at_stripe("payment_intents") == []
    assert till.payment.status == "voided"


def test_in_an_outage_the_run_ends_at_once_and_the_next_goes_on(till: Till) -> None:
    till.pay(till.start(till.open()))
    till.clock.advance(minutes=6)
    till.fault("down", "*")
    assert till.resume() == 0
    till.mend()
    till.clock.advance(minutes=11)
    till.resume()
    assert till.payment.status == "captured"


def test_one_that_cannot_be_dealt_with_does_not_stop_the_others(till: Till) -> None:
    till.pay(till.start(till.open()))
    good = till.order_id
    started = till.start(till.open(7000))
    till.stripe.payment_intents.update(started.provider_reference, {"amount": 6000})  # somebody meddled
    till.clock.advance(minutes=6)
    assert till.resume() == 1
    assert till.payment.status == "pending"
    till.order_id = good
    assert till.payment.status == "captured"


def _refund_that_comes_back(till: Till) -> None:
    """Sent, noted as sent, and back at Stripe an hour later; nobody hears of that."""
    till.paid(5000, method="pm_card_refundFail")
    till.refund(2000)
    till.settle()
    assert till.account.refunded == 2000
    till.double.control("clock", {"advance_s": 3700})


def _is_back(till: Till) -> bool:
    till.pump()
    assert len(till.heard("refund.failed")) == len(till.heard("refund.succeeded")) == 1
    assert (till.refunds[0].status, till.refunds[0].failure_code) == ("failed", "expired_or_canceled_card")
    assert (till.account.refunded, till.account.refundable, till.payment.amount_refunded) == (0, 5000, 0)
    till.check_books()
    return unsettled(clock.now() + timedelta(days=60), 100) == []


def test_a_refund_that_came_back_and_whose_news_was_lost_is_found(till: Till) -> None:
    _refund_that_comes_back(till)
    till.clock.advance(days=1, minutes=1)
    assert till.resume() == 1
    assert _is_back(till)


def test_news_that_come_after_the_sweeper_saw_a_refund_come_back_change_nothing(till: Till) -> None:
    _refund_that_comes_back(till)
    till.clock.advance(days=1, minutes=1)
    till.resume()
    till.settle()
    assert _is_back(till)


def test_a_refund_that_somebody_made_at_the_processor_is_found_where_it_comes_back(till: Till) -> None:
    payment = till.paid(5000, method="pm_card_refundFail")
    till.stripe.refunds.create({"payment_intent": payment.provider_reference, "amount": 2000})
    till.settle()
    till.double.control("clock", {"advance_s": 3700})
    till.clock.advance(days=1, minutes=1)
    till.resume()
    assert _is_back(till)


def test_a_pending_refund_that_the_sweeper_saw_succeed_is_looked_at_from_then_on(till: Till) -> None:
    _sweep_after_a_pending_refund(till)
    assert till.refunds[0].checks == 0
    assert _days_looked_at(till) == [1, 3, 7, 14, 30]


def test_a_refund_that_was_sent_is_looked_at_for_a_month_and_less_and_less_often(till: Till) -> None:
    till.paid()
    till.refund(2000)
    till.settle()
    assert _days_looked_at(till) == [1, 3, 7, 14, 30]
    assert till.refunds[0].status == "succeeded"
    assert len(till.heard("refund.succeeded")) == 1
    till.check_books()


def _days_looked_at(till: Till) -> list[int]:
    looked = []
    for day in range(1, 100):
        till.clock.advance(days=1, minutes=1)  # it runs a moment after something is due
        if till.resume():
            looked.append(day)
    return looked


def test_a_run_whose_list_is_old_looks_at_nothing_before_its_time(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs at once list a pending refund; one sees it sent, and to look at once is no look a day later."""
    till.paid()
    till.refund(2000)
    till.settle()
    [sent] = till.refunds
    monkeypatch.setattr(store, "due", lambda _: iter([(sent.order_id, "REFUND", sent.id)]))
    till.resume()
    assert till.refunds == [sent]


def test_a_look_that_stripe_does_not_answer_is_repeated_the_next_day(till: Till) -> None:
    _refund_that_comes_back(till)
    for _ in range(8):
        till.clock.advance(days=1, minutes=1)
        till.fault("down", "*")
        assert till.resume() == 0
        till.mend()
        assert till.resume() == 0
    assert till.refunds[0].status == "succeeded"
    till.clock.advance(days=1, minutes=1)
    till.resume()
    assert _is_back(till)


def test_what_has_waited_longest_is_asked_after_first(till: Till) -> None:
    """However the rows are spread over the index's partitions."""
    opened = []
    for _ in range(12):
        opened.append(till.open().order_id)
        till.clock.advance(minutes=1)
    later = till.clock.advance(hours=1)
    assert [order_id for order_id, *_ in unsettled(later, 20)] == opened
    assert [order_id for order_id, *_ in unsettled(later, 5)] == opened[:5]
