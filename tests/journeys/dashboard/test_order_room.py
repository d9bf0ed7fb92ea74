"""What staff do around an order: notes for each other, letters once more, many orders at once."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.dashboard.desk import Desk, OpenDesk
from tests.journeys.shop import Shop


@pytest.fixture
def placed(shop: Shop, option: str) -> Any:
    """An order of two units of one thing, paid."""
    completed = shop.an_order(shop.a_variant(units=9), option, quantity=2)
    shop.pay(completed)
    order_id = completed["order"]["id"]
    shop.until("the order is placed", lambda: shop.order(order_id)["status"] == "placed")
    return shop.order(order_id)


def show(desk: Desk, order: Any) -> Page:
    desk.go(f"orders/{order['id']}/show")
    expect(desk.page.get_by_role("heading", name=f"Order #{order['number']}")).to_be_visible()
    return desk.page


def test_a_note_is_left_for_a_colleague_who_sees_whose_it_is_and_may_not_remove_it(
    placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = show(desk, placed)
    text = "Is a present: no invoice.\n<script>window.hit=1</script>"
    page.get_by_label("Note for colleagues").fill(text)
    with desk.sent("POST", "/notes") as sent:
        desk.button("Add note").dblclick()
        desk.told("Noted.")
    assert len(sent) == 1
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("Is a present: no invoice.")
    expect(page.get_by_label("Note for colleagues")).to_have_value("")
    assert not desk.violations()

    picker = open_desk("fulfillment")
    other = show(picker, placed).get_by_role("region", name="Timeline")
    expect(other).to_contain_text("Is a present: no invoice.")
    expect(picker.page.get_by_label("Note for colleagues")).to_have_count(0)
    expect(picker.button("Remove note")).to_have_count(0)
    assert picker.page.evaluate("window.hit") is None

    desk.button("Remove note", timeline).click()
    desk.button("Remove note", desk.dialog).click()
    desk.told("The note is gone.")
    expect(timeline).not_to_contain_text("Is a present")
