"""Many orders at once, out of the list: a job, which goes on after a reload and tells of each what became of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.dashboard.desk import OpenDesk, body_of, keyed
from tests.journeys.shop import Shop

GIVEN_MS = 90_000  # for a job, on a busy machine


@pytest.fixture
def three(shop: Shop, option: str) -> tuple[str, list[Any]]:
    """A location's name, and three orders of a unit each that are paid and can leave from there."""
    place = shop.a_location()
    variant = shop.a_variant(units=9, location=place)
    completed = [shop.an_order(variant, option) for _ in range(3)]
    for each in completed:
        shop.pay(each)
    ids = [each["order"]["id"] for each in completed]
    for order_id in ids:
        shop.until_status(order_id, "placed")
    (name,) = [each["name"] for each in shop.admin("GET", "/admin/locations").json["data"] if each["id"] == place]
    return name, [shop.order(order_id) for order_id in ids]


def choose(page: Page, orders: list[Any]) -> None:
    for order in orders:
        page.get_by_role("checkbox", name=f"Choose #{order['number']}", exact=True).check()
    expect(page.get_by_text(re.compile(rf"^{len(orders)} items? selected"))).to_be_visible()


def test_three_are_shipped_by_one_job_and_what_cannot_leave_is_told(
    shop: Shop, three: tuple[str, list[Any]], open_desk: OpenDesk
) -> None:
    name, orders = three
    gone = orders[1]
    assert shop.admin("POST", f"/admin/orders/{gone['id']}/cancel", {"refund": False}).status == 200
    desk = open_desk("fulfillment")
    page = desk.page
    desk.go("orders")
    expect(page.get_by_text(f"#{orders[2]['number']}", exact=True)).to_be_visible()
    expect(desk.button("Ship")).to_have_count(0)
    choose(page, orders)
    expect(desk.button("Cancel orders")).to_have_count(0)
    assert not desk.violations()
    desk.button("Ship").click()
    desk.dialog.get_by_label("From").click()
    page.get_by_role("option", name=name).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert not desk.violations()
    with desk.sent("POST", "/admin/orders/ship") as sent:
        desk.button("Ship 3 orders", desk.dialog).dblclick()
        expect(page.get_by_role("heading", name="Shipping of orders")).to_be_visible()
    [asked] = sent
    assert keyed(asked)
    assert {each["order_id"] for each in body_of(asked)["orders"]} == {each["id"] for each in orders}

    page.reload()  # where it stands is in the address
    became = page.get_by_role("region", name="What became of each")
    expect(became).to_be_visible(timeout=GIVEN_MS)
    failed = became.get_by_role("row").filter(has=page.get_by_role("link", name=f"#{gone['number']}", exact=True))
    expect(failed).to_contain_text("Nothing of it is left to ship.")
    became.get_by_role("button", name=re.compile("All 3")).click()
    expect(became.get_by_text("Done", exact=True)).to_have_count(2)
    assert not desk.violations()
    became.get_by_role("link", name=f"#{orders[0]['number']}", exact=True).click()
    parcels = page.get_by_role("region", name="Parcels")
    expect(parcels.get_by_text("Shipped")).to_have_count(1)

    desk.go("orders")
    expect(page.get_by_text(f"#{orders[2]['number']}", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert [len(shop.order(each["id"])["fulfillments"]) for each in orders] == [1, 0, 1]


def test_two_are_canceled_without_their_money_where_the_role_gives_none_back(
    shop: Shop, three: tuple[str, list[Any]], open_desk: OpenDesk
) -> None:
    _, [first, second, third] = three
    desk = open_desk("support")
    page = desk.page
    desk.go("orders")
    choose(page, [first, second])
    expect(desk.button("Ship", page.get_by_role("main"))).to_have_count(0)
    desk.button("Cancel orders").click()
    expect(desk.dialog.get_by_role("alert")).to_contain_text("gives no money back")
    desk.dialog.get_by_label("Reason").click()
    page.get_by_role("option", name="Not in stock").click()
    with desk.sent("POST", "/admin/orders/cancel") as sent:
        desk.button("Cancel 2 orders", desk.dialog).dblclick()
        expect(page.get_by_role("heading", name="Canceling of orders")).to_be_visible()
    [asked] = sent
    assert body_of(asked)["refund"] is False
    became = page.get_by_role("region", name="What became of each")
    expect(became.get_by_text("Done", exact=True)).to_have_count(2, timeout=GIVEN_MS)
    assert [shop.order(each["id"])["status"] for each in (first, second, third)] == ["canceled", "canceled", "placed"]


def test_who_may_only_look_chooses_nothing(shop: Shop, three: tuple[str, list[Any]], open_desk: OpenDesk) -> None:
    desk = open_desk("read_only")
    desk.go("orders")
    expect(desk.page.get_by_text(f"#{three[1][0]['number']}", exact=True)).to_be_visible()
    expect(desk.page.get_by_role("checkbox")).to_have_count(0)
