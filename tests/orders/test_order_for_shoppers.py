"""An order as its shopper sees it: parcels, refunds, and nothing that is staff's own."""

from typing import Any

import pytest

from tests.in_process import InProcessShop
from tests.orders.story import Story


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order."""
    return Story(shop)


def seen(story: Story) -> Any:
    """The order with its token."""
    path, token = f"/store/orders/{story.id}", story.completed["order_token"]
    status, body, _ = story.shop.call("GET", path, Order_Token=token)
    assert status == 200, body
    return body


def test_a_shopper_follows_each_parcel(story: Story) -> None:
    assert seen(story)["fulfillments"] == []
    story.paid().ship(1, "1Z1")
    story.shop.clock.advance(minutes=1)  # parcels are in the order of their making; of one instant there is none
    story.ship(1, "1Z2")
    first, second = seen(story)["fulfillments"]
    assert (first["tracking"], first["status"]) == ({"company": "ups", "number": "1Z1", "url": None}, "shipped")
    assert first["items"] == [{"line_item_id": story.line, "quantity": 1}]
    assert (first["delivered_at"], second["tracking"]["number"]) == (None, "1Z2")
    assert {"location_id", "notify_customer"} & set(first) == set()


def test_a_shopper_sees_what_goes_back_and_not_what_staff_noted(story: Story, shop: InProcessShop) -> None:
    story.paid().refund(amount=700, note="A thief?", reason="fraudulent")
    (refund,) = seen(story)["refunds"]
    assert (refund["amount"], refund["currency"], refund["status"]) == (700, "USD", "pending")
    assert set(refund) == {"id", "status", "amount", "currency", "created_at"}
    shop.pump()
    assert seen(story)["refunds"][0]["status"] == "succeeded"


@pytest.mark.parametrize(
    ("reason", "told"),
    [("customer", "customer"), ("inventory", "inventory"), ("fraud", "other"), ("other", "other")],
)
def test_nobody_is_told_that_they_were_taken_for_a_fraud(story: Story, reason: str, told: str) -> None:
    assert seen(story)["cancel_reason"] is None
    assert story.cancel(reason=reason)[1]["cancel_reason"] == reason
    assert seen(story)["cancel_reason"] == told


def test_fields_that_say_nothing_are_not_there(story: Story, shop: InProcessShop) -> None:
    order, staffs = seen(story), story.order
    cart = shop.call("POST", "/store/carts", {"currency": "USD"})[1]
    empty = {"gift_cards", "codes", "rejected_codes", "tax_lines", "adjustments", "returns", "return_status"}
    for shown in (order, staffs, cart, order["items"][0], staffs["items"][0]):
        assert (empty | {"returned_quantity"}) & set(shown) == set()
