"""A list as somebody wants it: kept under a name, found again after a reload, and exported as it is on the screen."""

import csv
import io
import json
import re
import urllib.request
from typing import Any

from playwright.sync_api import expect

from tests.journeys.dashboard.desk import OpenDesk, body_of
from tests.journeys.shop import Shop
from tests.journeys.test_jobs import ended


def test_a_view_is_kept_found_after_a_reload_and_exported(shop: Shop, placed: Any, open_desk: OpenDesk) -> None:
    sku = placed["items"][0]["sku"]
    desk = open_desk()
    page = desk.page
    desk.go("orders")
    desk.button("Add filter").click()
    page.get_by_role("menuitemcheckbox", name="SKU").click()
    page.get_by_label("SKU").fill(sku)
    rows = page.get_by_role("row")
    expect(rows).to_have_count(2)
    desk.button("Add filter").click()
    page.get_by_role("menuitemcheckbox", name="Since").click()
    page.get_by_label("Since").fill("2020-02-02")
    expect(page).to_have_url(re.compile("2020-02-0"))
    expect(rows).to_have_count(2)
    desk.button("Columns").click()
    page.get_by_label("Buyer").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Buyer")).to_have_count(0)

    desk.button("Views").click()
    expect(desk.dialog).to_contain_text("No view is kept yet")
    desk.dialog.get_by_label("Keep this one as").fill("The <b>red</b> one")
    assert not desk.violations()
    desk.button("Save", desk.dialog).click()

    desk.go("products")  # whose views are their own
    desk.button("Views").click()
    expect(desk.dialog).to_contain_text("No view is kept yet")
    page.keyboard.press("Escape")
    desk.go("orders?displayedFilters=%7B%7D&filter=%7B%7D")
    desk.button("Columns").click()
    page.get_by_label("Buyer").check()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("columnheader", name="Buyer")).to_be_visible()
    desk.button("Views").click()
    desk.dialog.get_by_role("button", name="The <b>red</b> one", exact=True).click()
    expect(page.get_by_label("SKU")).to_have_value(sku)
    expect(rows).to_have_count(2)
    expect(page.get_by_role("columnheader", name="Buyer")).to_have_count(0)

    with desk.sent("POST", "/admin/orders/export") as sent:
        desk.button("Export").click()
        page.wait_for_url(re.compile("#/jobs/"))
    [asked] = map(body_of, sent)
    assert (asked["format"], asked["sku"], asked["created_at_gte"][:9]) == ("csv", sku, "2020-02-0")
    job = ended(shop, page.url.split("/jobs/")[1].split("/")[0])
    with urllib.request.urlopen(job["result_url"]) as answer:
        written = csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig")))
    assert [row["id"] for row in written] == [placed["id"]]

    desk.go(f"orders?filter={json.dumps({'email': 'nobody@example.com'})}")
    expect(desk.button("Export")).to_be_disabled()
    desk.button("Views").click()
    desk.button("Forget the view The <b>red</b> one", desk.dialog).click()
    expect(desk.dialog).to_contain_text("No view is kept yet")
