"""Customers out of a file: tried out, then imported, once, with a word for every row; it goes on after a reload."""

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import FilePayload, expect

from tests.journeys.dashboard.desk import OpenDesk, body_of
from tests.journeys.shop import Shop


def file_of(text: str, name: str = "customers.csv") -> FilePayload:
    return FilePayload(name=name, mimeType="text/csv", buffer=text.encode())


def test_a_file_is_tried_out_imported_once_and_each_row_has_its_word(shop: Shop, open_desk: OpenDesk) -> None:
    run = uuid4().hex[:8]
    desk = open_desk()
    page = desk.page
    desk.go("customers")
    page.get_by_role("link", name="Import").click()
    expect(page.get_by_role("heading", name="Import of customers")).to_be_visible()
    with page.expect_download() as saved:
        desk.button("A file to begin with").click()
    assert saved.value.path().read_text(encoding="utf-8-sig").startswith("email,first_name,last_name")

    chosen = page.locator("input[type=file]")
    chosen.set_input_files(file_of("x", "customers.xlsx"))
    expect(page.get_by_role("alert")).to_contain_text("no CSV file")
    chosen.set_input_files(file_of(f"email,shoe_size\na.{run}@example.com,43\n"))
    desk.button("Try it out").click()
    expect(page.get_by_role("alert")).to_contain_text("shoe_size")

    rows = [f"a.{run}@example.com,Ann,<b>One</b>", "nobody,Nick,Two", f"c.{run}@example.com,Cleo,Three"]
    chosen.set_input_files(file_of("\n".join(["email,first_name,last_name", *rows])))
    expect(page.get_by_text("customers.csv")).to_be_visible()
    with desk.sent("POST", "/admin/customers/import") as begun:
        desk.button("Try it out").dblclick()
        expect(page.get_by_text("This was a trial")).to_be_visible(timeout=90_000)
    [trial] = map(body_of, begun)
    assert (trial["dry_run"], trial["on_existing"]) == (True, "skip")
    failed = page.get_by_role("row").filter(has_text="email")
    expect(failed).to_contain_text("3")
    assert not _of(shop, f"a.{run}@example.com")
    assert not desk.violations()

    page.reload()  # where it stands is in the address
    expect(page.get_by_text("This was a trial")).to_be_visible()
    with desk.sent("POST", "/admin/customers/import") as begun:
        desk.button("Import it now").dblclick()
        expect(page.get_by_role("region", name="What became of it")).to_contain_text("Done", timeout=90_000)
    [real] = map(body_of, begun)
    assert (real["dry_run"], real["upload_id"]) == (False, trial["upload_id"])
    page.get_by_role("button", name=re.compile("All 3 rows")).click()
    expect(page.get_by_role("link", name="Created")).to_have_count(2)
    page.get_by_role("link", name="Created").first.click()
    expect(page.get_by_role("heading", name="Ann <b>One</b>")).to_be_visible()
    assert len(_of(shop, f"a.{run}@example.com")) == 1


def test_who_may_not_change_customers_is_offered_no_import(open_desk: OpenDesk) -> None:
    desk = open_desk("read_only")
    desk.go("customers")
    expect(desk.page.get_by_label("Search", exact=True)).to_be_visible()
    expect(desk.page.get_by_role("link", name="Import")).to_have_count(0)
    desk.go("customer_import")
    expect(desk.page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def _of(shop: Shop, email: str) -> list[Any]:
    found: list[Any] = shop.admin("GET", f"/admin/customers?email={email}").json["data"]
    return found
