"""Money comes in: from the payment that is opened to the capture that is told, in whatever order the news arrives."""

from itertools import permutations
from typing import Any

import pytest

from functions import payments
from functions.payments import PaymentUnavailable
from shared import clock
from shared.dynamo import commit
from shared.errors import RateLimited
from tests.payments.till import Till

INTENT_NEWS = ["payment_intent.processing", "payment_intent.payment_failed", "payment_intent.succeeded"]


def test_a_payment_is_opened_started_paid_and_captured(till: Till) -> None:
    payment = till.open(5000)
    started = till.start(payment)
    assert started.client_secret.startswith(started.provider_reference + "_secret_")
    assert payments.payment_status(till.account, is_open=True) == "awaiting"
    till.pay(started)
    till.settle()
    assert (till.payment.status, till.payment.amount_captured) == ("captured", 5000)
    assert payments.payment_status(till.account, is_open=False) == "paid"
    assert till.heard("payment.captured") == [
        {"payment_id": payment.id, "order_id": till.order_id, "amount": 5000, "currency": "USD"}
    ]
    till.check_books()


def test_the_payment_at_stripe_carries_our_ids_and_nothing_of_the_shopper(till: Till) -> None:
    payment = till.open()
    till.start(payment)
    (intent,) = till.at_stripe("payment_intents")
    assert intent["metadata"] == {"order_id": till.order_id, "payment_id": payment.id, "shop": "test"}
    assert (intent["amount"], intent["currency"], intent["receipt_email"]) == (5000, "usd", None)


@pytest.mark.parametrize("fault", ["lost_response", "lost_request", "error_429", "error_409"])
def test_whatever_goes_wrong_once_starting_makes_one_payment(till: Till, fault: str) -> None:
    payment = till.open()
    till.fault(fault, "payment_intents.create", times=1)
    try:
        till.start(payment)
    except PaymentUnavailable:
        till.start(payment)
    assert len(till.at_stripe("payment_intents")) == 1
    assert till.payment.provider_reference == till.at_stripe("payment_intents")[0]["id"]


def test_a_lost_response_and_a_retry_from_anew_make_one_payment(till: Till) -> None:
    payment = till.open()
    till.fault("lost_response", "payment_intents.create", times=2)
    with pytest.raises(PaymentUnavailable):
        till.start(payment)
    till.start(till.payment)
    assert len(till.at_stripe("payment_intents")) == 1


def test_an_outage_is_told_as_one(till: Till) -> None:
    payment = till.open()
    till.fault("down", "*")
    with pytest.raises(PaymentUnavailable) as outage:
        till.start(payment)
    assert (outage.value.status, outage.value.code) == (503, "payment_unavailable")
    assert till.payment.provider_reference is None


def test_a_started_payment_is_resumed_with_the_same_secret(till: Till) -> None:
    first = till.start(till.open())
    assert till.start(till.payment).client_secret == first.client_secret


def test_a_payment_without_an_answer_for_a_day_is_searched_before_it_is_asked_for_again(till: Till) -> None:
    payment = till.open()
    till.fault("lost_response", "payment_intents.create", times=2)
    with pytest.raises(PaymentUnavailable):
        till.start(payment)
    till.clock.advance(hours=25)
    till.double.control("clock", {"advance_s": 25 * 3600})  # Stripe has forgotten the key
    till.start(payment)
    assert len(till.at_stripe("payment_intents")) == 1


def test_a_webhook_may_come_before_the_answer(till: Till) -> None:
    payment = till.open()
    started = payments.start_payment(payment, flow="payment_intent", deadline_s=6)
    till.pay(started)
    till.settle()
    assert till.payment.status == "captured"
    commit(*payments.note_started(payment, started, clock.now()))
    assert till.payment.status == "captured"
    till.check_books()


def test_a_declined_card_is_told_and_another_may_be_tried(till: Till) -> None:
    started = till.start(till.open())
    till.pay(started, "pm_card_chargeDeclined")
    till.settle()
    assert (till.payment.status, till.payment.last_error) == ("failed", "card_declined")
    assert payments.payment_status(till.account, is_open=True) == "awaiting"
    till.pay(started, "pm_card_chargeDeclinedExpiredCard")
    till.settle()
    assert [told["code"] for told in till.heard("payment.failed")] == ["card_declined", "expired_card"]
    till.pay(started)
    till.settle()
    assert (till.payment.status, till.payment.last_error) == ("captured", None)


def test_only_cards_are_asked_for(till: Till) -> None:
    """FAULTS 75: what settles days later is not offered."""
    till.start(till.open())
    assert till.at_stripe("payment_intents")[0]["payment_method_types"] == ["card"]


def test_a_bank_debit_waits_and_then_counts(till: Till) -> None:
    started = till.start(till.open())
    till.pay(started, "pm_usBankAccount_success")
    till.settle()
    assert (till.payment.status, till.payment.is_awaiting_bank) == ("pending", True)
    till.double.control("clock", {"advance_s": 7200})
    till.settle()
    assert (till.payment.status, till.payment.is_awaiting_bank) == ("captured", False)


def test_each_declined_try_is_counted_once_and_too_many_end_the_payment(till: Till) -> None:
    """FAULTS 99"""
    started = till.start(till.open())
    for _ in range(9):
        till.pay(started, "pm_card_chargeDeclined")
    till.settle()
    assert (till.payment.declines, till.payment.status) == (9, "failed")
    payments.require_tries_left(till.payment)
    till.pay(started, "pm_card_chargeDeclined")
    till.settle()
    assert (till.payment.declines, till.payment.status) == (10, "voided")
    assert till.heard("payment.voided") == [{"payment_id": till.payment.id, "order_id": till.order_id}]
    with pytest.raises(RateLimited) as refusal:
        payments.require_tries_left(till.payment)
    assert refusal.value.details == {"limit": "card_tries"}


def test_news_of_a_decline_that_come_twice_count_once(till: Till) -> None:
    started = till.start(till.open())
    till.pay(started, "pm_card_chargeDeclined")
    till.settle()
    for event in till.news("payment_intent.payment_failed"):
        till.webhook(event)
    for envelope in list(till.said):
        till.deliver(envelope)
    assert till.payment.declines == 1


def test_a_shopper_who_must_authenticate_leaves_it_pending(till: Till) -> None:
    started = till.start(till.open())
    till.pay(started, "pm_card_authenticationRequired")
    till.settle()
    assert till.payment.status == "pending"
    till.double.control(f"payment_intents/{started.provider_reference}/authenticate", {"outcome": "succeed"})
    till.settle()
    assert till.payment.status == "captured"


def _story(till: Till) -> list[dict[str, Any]]:
    """A payment that was declined, went through a bank, and succeeded: its news as it was at each moment."""
    started = till.start(till.open())
    till.pay(started, "pm_card_chargeDeclined")
    till.pay(started, "pm_usBankAccount_success")
    till.double.control("clock", {"advance_s": 7200})
    return till.news(*INTENT_NEWS)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_news_in_any_order_ends_in_one_capture(till: Till, order: tuple[int, ...]) -> None:
    story = _story(till)
    assert {event["type"] for event in story} == set(INTENT_NEWS)
    for place in order:
        assert till.webhook(story[place])[0] == 200
        while till.pump():
            pass
    assert till.payment.status == "captured"
    assert len(till.heard("payment.captured")) == 1
    till.check_books()


def test_all_news_twice_is_news_once(till: Till) -> None:
    story = _story(till)
    for event in [*story, *story]:
        assert till.webhook(event) == (200, {"received": True})
    while till.pump():
        pass
    for envelope in list(till.said):
        assert till.deliver(envelope)
    assert len(till.heard("stripe.event_received")) == 3
    assert till.pump() == 0
    assert till.account.captured == 5000
    till.check_books()


def test_two_events_about_one_capture_post_it_once(till: Till) -> None:
    till.paid()
    (succeeded,) = till.news("payment_intent.succeeded")
    till.webhook({**succeeded, "id": "evt_another"})
    till.pump()
    assert till.account.captured == 5000
    till.check_books()


def test_more_money_than_asked_for_is_recorded_as_it_is(till: Till) -> None:
    started = till.start(till.open(5000))
    till.pay(started)
    (succeeded,) = till.news("payment_intent.succeeded")
    succeeded["data"]["object"]["amount_received"] = 5100
    till.webhook(succeeded)
    till.pump()
    assert till.account.captured == 5100
    assert payments.payment_status(till.account, is_open=False) == "overpaid"
    till.check_books()
