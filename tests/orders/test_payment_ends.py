"""How a payment ends the waiting of its order: given up, lapsed, declined too often, or days at a bank."""

import pytest

from tests.in_process import InProcessShop
from tests.orders.story import Story

DEBIT = "pm_usBankAccount_processing"  # a bank that answers when it is told to
DECLINED = "pm_card_visa_chargeDeclined"


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order of two units out of ten."""
    return Story(shop)


def _is_over(story: Story) -> bool:
    order, available = story.order, story.shop.available(story.variant_id)
    return (order["status"], order["payment_status"], available) == ("canceled", "voided", 10)


def test_only_cards_are_offered(story: Story) -> None:
    assert story.intent["payment_method_types"] == ["card"]


def test_a_payment_that_is_canceled_at_the_processor_ends_its_order(story: Story, shop: InProcessShop) -> None:
    story.cancel_in_dashboard()
    shop.pump(times=2)
    assert _is_over(story)
    assert (story.order["cancel_reason"], story.order["canceled_by"]) == ("other", "processor")
    assert shop.order(story.id)["version"] == 2


def test_a_payment_whose_cancellation_nobody_told_is_found(story: Story, shop: InProcessShop) -> None:
    story.cancel_in_dashboard()
    shop.webhooks_seen = len(shop.double.control("state")["events"])  # its webhook is lost
    shop.clock.advance(minutes=6)
    shop.run("payments.resume_payments")
    shop.pump()
    assert _is_over(story)


@pytest.mark.parametrize("ends_first", ["expired", "canceled"])
def test_the_end_of_a_payment_whose_order_is_over_changes_nothing(
    story: Story, shop: InProcessShop, ends_first: str
) -> None:
    story.cancel_in_dashboard()
    story.overdue() if ends_first == "expired" else story.cancel()
    before = story.order
    shop.pump()
    after = story.order
    assert after == {**before, "payment_status": "voided"}
    assert (after["status"], shop.available(story.variant_id)) == (ends_first, 10)


def test_a_payment_that_was_paid_before_it_could_be_canceled_is_kept(story: Story, shop: InProcessShop) -> None:
    shop.pay(story.completed)
    with pytest.raises(Exception, match="canceled"):
        story.cancel_in_dashboard()
    shop.pump()
    assert story.order["status"] == "placed"


@pytest.mark.parametrize("ends_well", [True, False])
def test_an_order_that_a_bank_is_at_waits_for_the_bank_once(story: Story, shop: InProcessShop, ends_well: bool) -> None:
    """FAULTS 75"""
    shop.pay(story.completed, DEBIT)
    shop.pump()
    order = story.overdue().order
    assert (order["status"], shop.available(story.variant_id)) == ("pending", 8)
    assert order["reserved_until"] == "2026-11-29T12:31:00.000Z"
    shop.clock.advance(days=6)
    shop.run("orders.expire_unpaid")
    outcome = "succeed" if ends_well else "fail"
    shop.double.control(f"payment_intents/{story.intent['id']}/settle", {"outcome": outcome})
    shop.pump(times=2)
    if ends_well:
        assert (story.order["status"], story.order["payment_status"]) == ("placed", "paid")
        return
    assert story.order["status"] == "pending"  # another card may be tried, as long as at the checkout
    assert story.overdue().order["status"] == "expired"
    assert shop.available(story.variant_id) == 10


def test_an_order_whose_bank_never_answers_expires_in_the_end(story: Story, shop: InProcessShop) -> None:
    """FAULTS 75"""
    shop.pay(story.completed, DEBIT)
    shop.pump()
    story.overdue()
    shop.clock.advance(days=7, minutes=1)
    shop.run("orders.expire_unpaid")
    assert story.order["status"] == "expired"
    shop.pump()
    assert story.intent["status"] == "canceled"
    assert shop.available(story.variant_id) == 10


def test_a_bank_whose_news_was_lost_is_asked_before_the_time_is_over(story: Story, shop: InProcessShop) -> None:
    """FAULTS 75"""
    shop.pay(story.completed, DEBIT)
    shop.webhooks_seen = len(shop.double.control("state")["events"])
    shop.clock.advance(minutes=6)
    shop.run("payments.resume_payments")
    assert story.overdue().order["status"] == "pending"
    _, payments, _ = shop.admin("GET", f"/admin/payments?order_id={story.id}")
    assert (payments["data"][0]["status"], payments["data"][0]["is_processing"]) == ("pending", True)


def test_after_ten_declined_cards_the_order_is_over(story: Story, shop: InProcessShop) -> None:
    """FAULTS 99"""
    for _ in range(9):
        shop.pay(story.completed, DECLINED)
    shop.pump(times=2)
    assert story.order["status"] == "pending"
    shop.pay(story.completed, DECLINED)
    shop.pump(times=2)
    assert _is_over(story)
    assert shop.pay(story.completed)["error"]["code"] == "payment_intent_unexpected_state"
    _, payments, _ = shop.admin("GET", f"/admin/payments?order_id={story.id}")
    assert payments["data"][0]["declines"] == 10


def test_a_shopper_who_needs_nine_cards_is_served(story: Story, shop: InProcessShop) -> None:
    for _ in range(9):
        shop.pay(story.completed, DECLINED)
    story.paid()
    assert story.order["status"] == "placed"


def test_money_that_is_faster_than_giving_up_is_kept(story: Story, shop: InProcessShop) -> None:
    for _ in range(10):
        shop.pay(story.completed, DECLINED)
    story.paid()  # the eleventh, before anybody heard of the ten
    assert story.order["status"] == "placed"
