"""Money is tied to goods, through the handlers: staff, the dashboard and a bank that sends money back, by chance."""

from collections import Counter
from random import Random

import pytest

from functions import payments
from shared.dynamo import fetch
from tests.in_process import InProcessShop
from tests.orders.story import Story

TOTAL, SHIPPING = 5642, 644
STEPS = 9
LIVE = ("pending", "succeeded")


class Life:
    """What happens to one paid order, drawn by a seed."""

    def __init__(self, shop: InProcessShop, seed: int) -> None:
        shop.double.control("settings", {"async_delay_s": 3600})
        self.shop, self.chance, self.shipped = shop, Random(seed), 0
        self.story = Story(shop).paid("pm_card_refundFail")

    def step(self) -> None:
        """One thing, which may be refused."""
        things = [self._units, self._units, self._shipping, self._amount, self._ship, self._dashboard]
        self.chance.choice([*things, self._bank, self.story.cancel, self.shop.pump])()

    def _units(self) -> None:
        self.story.refund_units(self.chance.choice([1, 2]), shipping_amount=self.chance.choice([0, 300]))

    def _shipping(self) -> None:
        self.story.refund(shipping_amount=self.chance.choice([300, SHIPPING]))

    def _amount(self) -> None:
        self.story.refund(amount=self.chance.choice([1, 2499, TOTAL]))

    def _ship(self) -> None:
        quantity, held, refunded = self.chance.choice([1, 2]), self._refundable(), self.story.parts[0]
        if self.story.ship(quantity, f"1Z{self.chance.randrange(10**9)}")[0] == 201:
            self.shipped += quantity
            assert held > 0
            assert self.shipped + refunded <= 2

    def _dashboard(self) -> None:
        left = TOTAL - self._sent()
        if left:
            self.story.refund_in_dashboard(self.chance.choice([1, left]))

    def _bank(self) -> None:
        self.shop.double.control("clock", {"advance_s": 7200})

    def _sent(self) -> int:
        return sum(each["amount"] for each in self.story.stripe_refunds() if each["status"] != "failed")

    def _refundable(self) -> int:
        (account,) = fetch(payments.account(self.story.id))
        assert account
        return account.refundable

    def check(self) -> None:
        """At rest the order counts what its live refunds are for, and the account what they sum to."""
        self.shop.pump()
        order, live = self.story.order, [each for each in payments.refunds_of(self.story.id) if each.status in LIVE]
        units: Counter[str] = Counter()
        for refund in live:
            units.update({item.line_item_id: item.quantity for item in refund.parts.items})
            assert refund.parts.worth in (0, refund.amount)
        assert order["items"][0]["refunded_quantity"] == units[self.story.line] <= 2
        assert order["items"][0]["fulfilled_quantity"] == self.shipped
        assert sum(refund.parts.shipping_amount for refund in live) <= SHIPPING
        assert order["refunded_total"] <= TOTAL
        assert self._refundable() == TOTAL - sum(refund.amount for refund in live) >= 0
        assert self._sent() == sum(refund.amount for refund in live if refund.status == "succeeded")
        assert self.story.is_balanced()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_counters_tell_the_truth(shop: InProcessShop, seed: int) -> None:
    """FAULTS 67, 70"""
    life = Life(shop, seed)
    for _ in range(STEPS):
        life.step()
    life.check()
