"""The day's orders: found, shipped by scan, refunded in part; once, whatever is clicked and whatever is lost."""

import re
from typing import Any

from playwright.sync_api import Route, expect

from tests.journeys.dashboard.desk import OpenDesk, body_of, keyed, show
from tests.journeys.shop import Shop


def test_an_order_is_found_by_its_number_and_shipped_by_scan_in_two_parcels(
    shop: Shop, placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk("fulfillment")
    page = desk.page
    desk.go("orders")
    expect(page.get_by_role("columnheader", name="Number")).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search").fill(f"#{placed['number']}")
    page.get_by_role("option", name=re.compile(f"#{placed['number']}")).click()
    expect(page.get_by_role("heading", name=f"Order #{placed['number']}")).to_be_visible()
    assert not desk.violations()

    [item] = placed["items"]
    desk.button("Ship").click()
    [level] = shop.admin("GET", f"/admin/inventory/levels?variant_id={item['variant_id']}").json["data"]
    places = shop.admin("GET", "/admin/locations").json["data"]
    [name] = [each["name"] for each in places if each["id"] == level["location_id"]]
    desk.dialog.get_by_label("From").click()
    page.get_by_role("option", name=name).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    scan = desk.dialog.get_by_label("Scan or type a SKU")
    scan.fill("NOT-OF-THIS-ORDER")
    scan.press("Enter")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("NOT-OF-THIS-ORDER")
    for _ in range(2):
        scan.fill(item["sku"].lower())
        scan.press("Enter")
    expect(desk.dialog.get_by_label(f"Quantity {item['sku']}")).to_have_value("2")
    desk.dialog.get_by_label("Tracking number").fill("1Z999AA10123456784")
    assert not desk.violations()
    with desk.sent("POST", "/fulfillments") as sent:
        desk.button("Ship 2 units", desk.dialog).dblclick()
        desk.told("on its way")
    assert len(sent) == 1

    desk.button("Ship").click()
    desk.dialog.get_by_label("From").click()
    page.get_by_role("option", name=name).click()
    desk.button("Ship 1 unit", desk.dialog).click()
    desk.told("on its way")
    expect(page.get_by_role("region", name="Parcels").get_by_text("Shipped")).to_have_count(2)
    now = shop.order(placed["id"])
    assert now["fulfillment_status"] == "shipped"
    assert [line["fulfilled_quantity"] for line in now["items"]] == [3]


def test_a_part_is_refunded_and_what_it_comes_to_is_shown_before_it_is_sent(
    shop: Shop, placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = show(desk, placed)
    [item] = placed["items"]
    desk.button("Refund").click()
    desk.dialog.get_by_label(f"Quantity {item['sku']}").fill("1")
    desk.dialog.get_by_label(re.compile("Of the shipping")).fill("2.00")
    worth = item["total"] // 3 + (1 if item["total"] % 3 else 0) + 200
    text = f"US${worth / 100:.2f}"
    expect(desk.dialog.get_by_text("Goes back to the buyer")).to_be_visible()
    assert not desk.violations()
    with desk.sent("POST", "/admin/refunds") as sent:
        desk.button(f"Refund {text}", desk.dialog).dblclick()
        desk.told("on its way back")
    [asked] = sent
    assert body_of(asked)["amount"] == worth
    shop.until("the money is back", lambda: shop.order(placed["id"])["refunded_total"] == worth)
    expect(page.get_by_role("region", name="Money")).to_contain_text(text)


def test_the_network_is_lost_in_the_middle_and_the_same_again_gives_money_back_once(
    shop: Shop, placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = show(desk, placed)
    lost: list[str | None] = []

    def lose_the_first_answer(route: Route) -> None:
        """The shop does it, and nobody here hears of it."""
        if route.request.method != "POST":
            return route.continue_()
        lost.append(keyed(route.request))
        if len(lost) > 1:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    page.route("**/admin/refunds", lose_the_first_answer)
    desk.button("Refund").click()
    desk.button("An amount", desk.dialog).click()
    desk.dialog.get_by_label("Amount", exact=True).fill("5")
    desk.button("Refund US$5.00", desk.dialog).click()
    desk.told("the same again is safe")
    desk.errors.clear()  # the browser's own line on the lost connection
    desk.button("Refund US$5.00", desk.dialog).click()
    desk.told("on its way back")
    assert len(lost) == 2
    assert len(set(lost)) == 1  # one key
    refunds = shop.admin("GET", f"/admin/refunds?order_id={placed['id']}").json["data"]
    assert [each["amount"] for each in refunds] == [500]


def test_more_than_was_paid_cannot_be_asked_for(placed: Any, open_desk: OpenDesk) -> None:
    desk = open_desk()
    show(desk, placed)
    desk.button("Refund").click()
    desk.button("An amount", desk.dialog).click()
    desk.dialog.get_by_label("Amount", exact=True).fill("9999.99")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("No more than")
    expect(desk.button(re.compile("^Refund US"), desk.dialog)).to_be_disabled()
    desk.dialog.get_by_label("Amount", exact=True).fill("12,34,5")
    expect(desk.dialog.get_by_text("That is no amount.")).to_be_visible()


def test_a_role_that_gives_no_money_back_is_not_offered_it_and_is_refused_kindly(
    shop: Shop, placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk("fulfillment")
    page = show(desk, placed)
    expect(desk.button("Ship")).to_be_visible()
    expect(desk.button("Refund")).to_have_count(0)
    expect(desk.button("Cancel order")).to_have_count(0)
    body = {"order_id": placed["id"], "amount": 100, "reason": "requested_by_customer"}
    answer = page.evaluate(
        """async ([url, body]) => {
            const token = JSON.parse(localStorage.getItem("storewright.session")).access;
            const headers = {Authorization: `Bearer ${token}`, "Content-Type": "application/json"};
            headers["Idempotency-Key"] = crypto.randomUUID();
            return (await fetch(url, {method: "POST", headers, body: JSON.stringify(body)})).status;
        }""",
        [f"{shop.endpoints.api}/admin/refunds", body],
    )
    assert answer == 403
    desk.go("staff")  # typed into the address bar
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_an_order_is_cancelled_with_its_money(shop: Shop, placed: Any, open_desk: OpenDesk) -> None:
    desk = open_desk()
    show(desk, placed)
    desk.button("Cancel order").click()
    assert not desk.violations()
    with desk.sent("POST", "/cancel") as sent:
        desk.button("Cancel order", desk.dialog).dblclick()
        desk.told("canceled")
    assert len(sent) == 1
    shop.until("the money is back", lambda: shop.order(placed["id"])["payment_status"] == "refunded")


def test_what_is_typed_into_an_order_is_never_run(shop: Shop, option: str, open_desk: OpenDesk) -> None:
    bad = '"><img src=x onerror=window.hit=1><script>window.hit=1</script>'
    address = {
        "first_name": bad[:60],
        "last_name": bad[:60],
        "address1": bad[:90],
        "city": "Oakland",
        "province": "CA",
        "postal_code": "94607",
        "country": "US",
    }
    completed = shop.complete(shop.a_cart(shop.a_variant(units=3), option, shipping_address=address)).json
    desk = open_desk()
    for path in ("", "orders", f"orders/{completed['order']['id']}/show", f"packing_slip/{completed['order']['id']}"):
        desk.go(path)
        desk.page.wait_for_load_state("networkidle")
        assert desk.page.evaluate("window.hit") is None
