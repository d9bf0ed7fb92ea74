"""Money goes back: asked for under a condition, sent once, restored where it fails."""

import pytest

from functions import payments
from functions.payments import RefundExceedsCaptured, find_refund
from shared import clock
from shared.dynamo import commit
from shared.errors import Stale
from shared.ids import new_id
from tests.payments.till import Till


def test_a_refund_goes_back_through_stripe(till: Till) -> None:
    payment = till.paid(5000)
    refund = till.refund(2000, note="torn")
    assert (till.account.refundable, till.account.refund_pending) == (3000, 2000)
    till.settle()
    (at_stripe,) = till.at_stripe("refunds")
    assert (at_stripe["amount"], at_stripe["reason"]) == (2000, "requested_by_customer")
    assert at_stripe["metadata"] == {"order_id": till.order_id, "refund_id": refund.id, "shop": "test"}
    assert (till.refunds[0].status, till.refunds[0].provider_reference) == ("succeeded", at_stripe["id"])
    assert till.payment.amount_refunded == 2000
    assert payments.payment_status(till.account, is_open=False) == "partially_refunded"
    assert till.heard("refund.succeeded") == [
        {
            "refund_id": refund.id,
            "payment_id": payment.id,
            "order_id": till.order_id,
            "amount": 2000,
            "currency": "USD",
            "reason": "requested_by_customer",
        }
    ]
    till.check_books()


def test_stripe_is_told_only_the_reasons_it_takes(till: Till) -> None:
    till.paid()
    till.refund(100, reason="order_canceled")
    till.settle()
    assert till.at_stripe("refunds")[0]["reason"] is None
    assert till.refunds[0].reason == "order_canceled"


def test_parts_may_go_back_until_all_is_back(till: Till) -> None:
    till.paid(5000)
    for part in (1, 1999, 3000):
        till.refund(part)
        till.settle()
    assert payments.payment_status(till.account, is_open=False) == "refunded"
    with pytest.raises(RefundExceedsCaptured):
        till.refund(1)
    till.check_books()


@pytest.mark.parametrize("fault", ["lost_response", "lost_request", "error_429", "error_409", "down"])
def test_a_refund_is_sent_once_whatever_goes_wrong(till: Till, fault: str) -> None:
    till.paid()
    till.fault(fault, "refunds.create", times=2)
    till.refund(2000)
    till.pump()
    till.mend()
    till.deliver(till.said[-1])
    till.settle()
    assert len(till.at_stripe("refunds")) == 1
    assert till.account.refunded == 2000
    till.check_books()


def test_the_request_heard_again_weeks_later_changes_nothing(till: Till) -> None:
    till.paid()
    till.refund(2000)
    till.settle()
    request = next(each for each in till.said if each["type"] == "refund.requested")
    till.clock.advance(days=14)
    till.double.control("clock", {"advance_s": 14 * 86400})
    assert till.deliver(request)
    assert len(till.at_stripe("refunds")) == 1


def test_after_a_day_in_a_queue_a_refund_is_looked_for_before_it_is_sent(till: Till) -> None:
    till.paid()
    till.fault("lost_response", "refunds.create", times=2)
    till.refund(2000)
    till.pump()
    till.clock.advance(hours=25)
    till.double.control("clock", {"advance_s": 25 * 3600})  # Stripe has forgotten the key
    assert till.deliver(next(each for each in till.said if each["type"] == "refund.requested"))
    assert len(till.at_stripe("refunds")) == 1
    assert till.account.refunded == 2000
    till.check_books()


def test_a_pending_refund_waits_for_stripes_news(till: Till) -> None:
    till.paid(method="pm_card_pendingRefund")
    till.refund(2000)
    till.settle()
    assert (till.refunds[0].status, till.account.refund_pending, till.account.refunded) == ("pending", 2000, 0)
    assert payments.payment_status(till.account, is_open=False) == "paid"
    till.double.control("clock", {"advance_s": 7200})
    till.settle()
    assert (till.refunds[0].status, till.account.refund_pending, till.account.refunded) == ("succeeded", 0, 2000)
    till.check_books()


def test_a_refund_that_comes_back_days_later_is_owed_again(till: Till) -> None:
    till.paid(5000, method="pm_card_refundFail")
    till.refund(2000)
    till.settle()
    assert till.account.refunded == 2000
    till.double.control("clock", {"advance_s": 86400})
    till.settle()
    assert (till.refunds[0].status, till.refunds[0].failure_code) == ("failed", "expired_or_canceled_card")
    assert (till.account.refunded, till.account.refundable, till.payment.amount_refunded) == (0, 5000, 0)
    assert [told["code"] for told in till.heard("refund.failed")] == ["expired_or_canceled_card"]
    till.check_books()
    till.refund(5000)
    till.check_books()


def test_a_refund_that_stripe_refuses_for_good_fails_and_frees_its_amount(till: Till) -> None:
    payment = till.paid(5000)
    till.stripe.refunds.create({"payment_intent": payment.provider_reference, "amount": 4000})
    till.refund(2000)
    till.pump()  # the refund reaches Stripe before the news of the other one reaches us
    assert (till.refunds[0].status, till.account.refund_pending) == ("failed", 0)
    till.settle()
    assert [told["code"] for told in till.heard("refund.failed")] == ["invalid_request"]
    assert till.account.refunded == 4000
    till.check_books()


def test_a_refund_made_in_stripes_dashboard_is_recorded_as_one_of_ours(till: Till) -> None:
    payment = till.paid(5000)
    params = {"payment_intent": payment.provider_reference, "amount": 1500, "reason": "fraudulent"}
    till.stripe.refunds.create(params)
    till.settle()
    (refund,) = till.refunds
    assert (refund.status, refund.amount, refund.reason, refund.note) == ("succeeded", 1500, "fraudulent", "")
    assert find_refund(refund.id) == refund
    assert (till.account.refunded, till.account.refundable) == (1500, 3500)
    assert len(till.heard("refund.succeeded")) == 1
    till.check_books()


def test_a_refund_is_found_by_its_id_alone(till: Till) -> None:
    till.paid()
    refund = till.refund(100, note="late")
    found = find_refund(refund.id)
    assert found == refund
    assert find_refund(new_id("ref")) is None
    view = payments.refund_view(refund)
    assert (view.id, view.status, view.amount, view.note) == (refund.id, "pending", 100, "late")


def test_a_refund_that_the_sweeper_began_is_not_sent_again_by_its_late_message(till: Till) -> None:
    """FAULTS 53, 66: Stripe made it, answered 500, and keeps that answer under the key."""
    till.paid(5000)
    till.refund(2000)
    till.fault("error_500", "refunds.create", times=1, effect=True)
    till.clock.advance(minutes=11)
    till.resume()
    till.pump()  # before any webhook
    till.settle()
    assert [refund["amount"] for refund in till.at_stripe("refunds")] == [2000]
    assert till.account.refunded == 2000
    till.check_books()


@pytest.mark.parametrize("reason", ["order_expired", "order_canceled"])
def test_of_a_dead_orders_money_all_that_is_left_goes_back(till: Till, reason: str) -> None:
    """FAULTS 63, 67: somebody has sent part of it from the processor's dashboard, and we have not heard of it yet."""
    till.paid(5000)
    till.stripe.refunds.create({"payment_intent": till.payment.provider_reference, "amount": 1200})
    till.refund(5000, reason=reason)
    till.settle()
    assert sorted(refund["amount"] for refund in till.at_stripe("refunds")) == [1200, 3800]
    assert (till.account.refunded, till.account.refundable) == (5000, 0)
    assert till.heard("refund.failed") == []
    till.check_books()


@pytest.mark.parametrize("effect", [True, False])
def test_what_is_left_is_sent_also_where_stripe_fails_on_it_once(till: Till, effect: bool) -> None:
    """FAULTS 53, 63: Stripe keeps its 500 under the key of what is left, too."""
    till.paid(5000)
    till.stripe.refunds.create({"payment_intent": till.payment.provider_reference, "amount": 1200})
    till.fault("error_500", "refunds.create", after=1, effect=effect)
    till.refund(5000, reason="order_expired")
    till.pump()
    assert till.failures == 1
    for minutes in (11, 21):
        till.clock.advance(minutes=minutes)
        till.resume()
    till.settle()
    assert sorted(refund["amount"] for refund in till.at_stripe("refunds")) == [1200, 3800]
    assert (till.account.refunded, till.account.refundable) == (5000, 0)
    till.check_books()


@pytest.mark.parametrize("asked", [5000, 3000])
def test_the_rest_is_asked_for_again_where_a_refund_under_way_fails_meanwhile(till: Till, asked: int) -> None:
    till.paid(5000)
    till.refund(asked)
    seen = till.account
    till.stripe.refunds.create({"payment_intent": till.payment.provider_reference, "amount": 2500})
    till.pump()
    assert till.refunds[0].status == "failed"
    writes = payments.request_refund_of_rest(
        seen, refund_id=new_id("ref"), reason=payments.RefundReason.ORDER_CANCELED, now=clock.now()
    )
    with pytest.raises(Stale):
        commit(*writes)


def test_of_nothing_there_is_no_rest(till: Till) -> None:
    till.paid(5000)
    till.refund(5000)
    till.settle()
    reason = payments.RefundReason.ORDER_CANCELED
    assert payments.request_refund_of_rest(till.account, refund_id="ref", reason=reason, now=clock.now()) == ()


def test_what_staff_asked_for_is_sent_whole_or_not_at_all(till: Till) -> None:
    till.paid(5000)
    till.stripe.refunds.create({"payment_intent": till.payment.provider_reference, "amount": 1200})
    till.refund(5000)
    till.settle()
    assert [refund["amount"] for refund in till.at_stripe("refunds")] == [1200]
    assert len(till.heard("refund.failed")) == 1
    till.check_books()
