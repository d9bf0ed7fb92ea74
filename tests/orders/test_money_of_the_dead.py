"""The money of an order that is no more: all that is left of what was captured goes back, whoever sends part of it."""

from collections.abc import Callable
from itertools import product

import pytest

from tests.in_process import InProcessShop
from tests.orders.story import Story

TOTAL = 5642
STEPS = 4  # moments at which somebody sends some of it back from the processor's dashboard
Way = Callable[[Story, Callable[[int], None]], None]


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order over 56.42."""
    return Story(shop)


def _late(story: Story, moment: Callable[[int], None]) -> None:
    """Paid, and the news of it later than the order's end."""
    story.shop.pay(story.completed)
    moment(0)
    story.overdue()
    moment(1)
    story.shop.pump()
    moment(2)


def _canceled(story: Story, moment: Callable[[int], None]) -> None:
    """Placed, partly refunded by staff, then canceled."""
    story.paid()
    moment(0)
    story.refund_units(1)
    moment(1)
    assert story.cancel()[0] == 200
    moment(2)


def _shipping_first(story: Story, moment: Callable[[int], None]) -> None:
    """Placed, its shipping and some goodwill sent back and done, then canceled."""
    story.paid().refund(shipping_amount=644)
    story.refund(amount=100)
    moment(0)
    story.shop.pump()
    moment(1)
    assert story.cancel()[0] == 200
    moment(2)


@pytest.mark.parametrize(("way", "when"), list(product([_late, _canceled, _shipping_first], range(STEPS))))
def test_all_that_was_captured_goes_back_and_no_more(story: Story, shop: InProcessShop, way: Way, when: int) -> None:
    """FAULTS 63, 64, 67: whenever somebody sends 12.00 from the dashboard; the last time, nobody does."""

    def moment(number: int) -> None:
        if number == when and sum(each["amount"] for each in story.stripe_refunds()) <= TOTAL - 1200:
            story.refund_in_dashboard(1200)

    way(story, moment)
    shop.pump(times=2)
    order = story.order
    assert sum(each["amount"] for each in story.stripe_refunds()) == TOTAL
    assert (order["captured_total"], order["refunded_total"]) == (TOTAL, TOTAL)
    assert (order["payment_status"], shop.available(story.variant_id)) == ("refunded", 10)
    assert story.is_balanced()
