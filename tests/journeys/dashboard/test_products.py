"""A product from nothing to sold, and two people at one of them."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.dashboard.desk import OpenDesk, body_of
from tests.journeys.shop import Shop


def test_a_product_is_made_with_a_pasted_grid_put_on_a_shelf_and_sold(
    shop: Shop, option: str, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = desk.page
    sku = f"CAP-{uuid4().hex[:6].upper()}"
    desk.go("products/create")
    page.get_by_label("Title").fill(f"Cap {sku}")
    page.get_by_label("Status").click()
    page.get_by_role("option", name="Active").click()
    page.get_by_label(re.compile("^SKU")).first.fill(sku)
    page.get_by_label(re.compile("USD")).first.fill("19.90")
    assert not desk.violations()
    with desk.sent("POST", "/admin/products") as sent:
        desk.button("Save").dblclick()
        expect(page).to_have_url(re.compile("#/products/prod_"))
    [asked] = sent
    [variant] = body_of(asked)["variants"]
    assert (variant["sku"], variant["prices"]) == (sku, [{"currency": "USD", "amount": 1990}])

    [made] = shop.admin("GET", f"/admin/products?sku={sku}").json["data"]
    variant_id = made["variants"][0]["id"]
    place = shop.a_location()
    goods = {"items": [{"variant_id": variant_id, "location_id": place, "quantity": 4}], "reference": sku, "note": ""}
    assert shop.admin("POST", "/admin/inventory/receipts", goods).status == 201
    completed = shop.an_order(variant_id, option)
    shop.pay(completed)
    order_id = completed["order"]["id"]
    shop.until("the order is placed", lambda: shop.order(order_id)["status"] == "placed")
    desk.go(f"orders/{order_id}/show")
    expect(page.get_by_role("region", name="Items")).to_contain_text(sku)


def test_of_two_windows_at_one_product_the_slower_sees_three_ways_and_loses_nothing(
    shop: Shop, open_desk: OpenDesk
) -> None:
    variant_id = shop.a_variant(units=0)
    [product] = [
        each
        for each in shop.admin("GET", "/admin/products?limit=100").json["data"]
        if variant_id in [variant["id"] for variant in each["variants"]]
    ]
    slow = open_desk()
    fast = open_desk(beside=slow)
    for desk in (slow, fast):
        desk.go(f"products/{product['id']}")
        expect(desk.page.get_by_label("Title")).to_have_value(product["title"])
    fast.page.get_by_label("Title").fill("Theirs")
    fast.button("Save").click()
    fast.told("Saved")
    slow.page.get_by_label("Title").fill("Mine")
    slow.page.get_by_label("Description").fill("Written meanwhile.")
    slow.button("Save").click()
    expect(slow.dialog).to_contain_text("Somebody was faster")
    expect(slow.dialog.get_by_role("row", name=re.compile("Title"))).to_contain_text("Theirs")
    assert not slow.violations()
    slow.button("Save my changes over it", slow.dialog).click()
    slow.told("Saved")
    now = shop.admin("GET", f"/admin/products/{product['id']}").json
    assert (now["title"], now["description"]) == ("Mine", "Written meanwhile.")


def test_what_is_typed_into_a_product_is_never_run(shop: Shop, open_desk: OpenDesk) -> None:
    bad = '"><img src=x onerror=window.hit=1><script>window.hit=1</script>'
    body = {
        "title": bad,
        "description": bad,
        "status": "active",
        "images": ["https://pictures.invalid/a.png?x=%22onerror=window.hit=1"],
        "tags": ["<b>tag</b>"],
        "metadata": {"note": bad},
        "variants": [{"sku": f"X-{uuid4().hex[:6]}", "prices": [{"currency": "USD", "amount": 1}]}],
    }
    made = shop.admin("POST", "/admin/products", body)
    assert made.status == 201, made.raw
    desk = open_desk()
    desk.page.route("https://pictures.invalid/**", lambda route: route.abort())
    for path in ("products", f"products/{made.json['id']}", "levels"):
        desk.go(path)
        desk.page.wait_for_load_state("networkidle")
        assert desk.page.evaluate("window.hit") is None
    desk.errors.clear()  # the picture that is not there
    desk.foreign.clear()
    gone = shop.admin("PATCH", f"/admin/products/{made.json['id']}", {"images": []})  # else other walks ask for it, too
    assert gone.status == 200, gone.raw
