"""What is seldom clicked: groups, roles, keys, locations, shipping, macros, customers' own dialogs."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.dashboard.desk import Desk, OpenDesk, body_of, keyed
from tests.journeys.shop import Shop
from tests.journeys.test_customer_import import put
from tests.journeys.test_jobs import ended


@pytest.fixture
def run() -> str:
    """Tells the things of one run from those of another."""
    return uuid4().hex[:8]


def listed(shop: Shop, path: str, **by: str) -> Any:
    """The one thing of a list that has this."""
    [found] = [
        each
        for each in shop.admin("GET", f"{path}?limit=100" if path != "/admin/roles" else path).json["data"]
        if all(each[name] == value for name, value in by.items())
    ]
    return found


def saved_once(desk: Desk, path: str, button: str = "Save") -> Any:
    """Save by a double click. Gives what was sent, which is once."""
    with desk.sent("POST", path) as sent:
        desk.button(button).dblclick()
        desk.page.wait_for_url(re.compile(r"#/\w+(\?.*)?$"))
    [asked] = sent
    return body_of(asked)


def test_a_group_is_made_once_renamed_over_somebody_faster_and_deleted(
    shop: Shop, open_desk: OpenDesk, run: str
) -> None:
    desk = open_desk()
    page = desk.page
    desk.go("customer_groups/create")
    page.get_by_label("Name").fill("x")
    page.get_by_label("Name").fill("")
    desk.button("Save").click()
    expect(page.get_by_text("Required")).to_be_visible()
    page.get_by_label("Name").fill(f"Trade {run}")
    assert saved_once(desk, "/admin/customer_groups") == {"name": f"Trade {run}"}
    group = listed(shop, "/admin/customer_groups", name=f"Trade {run}")

    desk.go(f"customer_groups/{group['id']}")
    expect(page.get_by_label("Name")).to_have_value(f"Trade {run}")
    theirs = {"name": f"Theirs {run}"}
    path = f"/admin/customer_groups/{group['id']}"
    assert shop.admin("PATCH", path, theirs, If_Match=f'"{group["version"]}"').status == 200
    page.get_by_label("Name").fill(f"Mine {run}")
    desk.button("Save").click()
    expect(desk.dialog).to_contain_text("Somebody was faster")
    expect(desk.dialog.get_by_role("row", name=re.compile("Name"))).to_contain_text(f"Theirs {run}")
    assert not desk.violations()
    desk.button("Save my changes over it", desk.dialog).click()
    desk.told("Saved")
    assert listed(shop, "/admin/customer_groups", id=group["id"])["name"] == f"Mine {run}"

    desk.go(f"customer_groups/{group['id']}")
    desk.button("Delete").click()
    desk.button("Confirm", desk.dialog).dblclick()
    page.wait_for_url(re.compile(r"#/customer_groups(\?.*)?$"))
    names = [each["name"] for each in shop.admin("GET", "/admin/customer_groups?limit=100").json["data"]]
    assert f"Mine {run}" not in names


def test_a_role_and_a_key_are_made_and_the_key_is_shown_once_and_revoked(
    shop: Shop, open_desk: OpenDesk, run: str
) -> None:
    desk = open_desk()
    page = desk.page
    desk.go("roles/create")
    page.get_by_role("textbox", name="Name").fill(f"Counter {run}")
    desk.button("Save").click()
    expect(page.get_by_text("Choose at least one.")).to_be_visible()
    page.get_by_label("Count and receive stock").check()
    assert saved_once(desk, "/admin/roles")["scopes"] == ["inventory:write"]
    role = listed(shop, "/admin/roles", name=f"Counter {run}")

    desk.go(f"roles/{role['id']}")
    page.get_by_label("See orders").check()
    desk.button("Save").click()
    desk.told("Saved")
    assert "orders:read" in listed(shop, "/admin/roles", name=f"Counter {run}")["scopes"]

    desk.go("api_keys/create")
    page.get_by_role("textbox", name="Name").fill(f"Till {run}")
    page.get_by_label("See stock").check()
    with desk.sent("POST", "/admin/api_keys") as sent:
        desk.button("Save").dblclick()
        expect(desk.dialog).to_contain_text("shown once")
    assert len(sent) == 1
    token = desk.dialog.get_by_role("textbox", name="Token").input_value()
    assert token.startswith("sk_")
    assert not desk.violations()
    desk.button("I have it", desk.dialog).click()
    expect(page.get_by_text(token)).to_have_count(0)
    row = page.get_by_role("row").filter(has_text=f"Till {run}")
    row.click()
    desk.button("Revoke").click()
    desk.button("Revoke", desk.dialog).dblclick()
    desk.told("Revoked")
    assert listed(shop, "/admin/api_keys", name=f"Till {run}")["revoked_at"]


def test_a_save_that_is_lost_on_its_way_keeps_what_was_typed_and_takes_effect_once(
    shop: Shop, open_desk: OpenDesk, run: str
) -> None:
    desk = open_desk()
    page = desk.page
    desk.go("locations/create")
    page.get_by_label("Name").fill(f"Basel {run}")
    page.get_by_label("Country").fill("Switzerland")
    page.get_by_role("option", name=re.compile("Switzerland")).click()

    def lost(route: Route) -> None:
        route.fetch()  # it came there, and its answer not back
        route.abort()

    page.route("**/admin/locations", lost, times=1)
    with desk.sent("POST", "/admin/locations") as sent:
        desk.button("Save").click()
        desk.told("No answer came")
        expect(page.get_by_label("Name")).to_have_value(f"Basel {run}")
        desk.button("Save").click()
        page.wait_for_url(re.compile(r"#/locations(\?.*)?$"))
    assert len({keyed(each) for each in sent}) == 1
    assert listed(shop, "/admin/locations", name=f"Basel {run}")["country"] == "CH"
    desk.errors[:] = [each for each in desk.errors if "ERR_FAILED" not in each]  # the line that was cut


def test_what_is_typed_and_not_saved_is_asked_after_before_it_is_lost(
    shop: Shop, open_desk: OpenDesk, run: str
) -> None:
    desk = open_desk()
    page = desk.page
    desk.go("ticket_macros/create")
    page.get_by_label("Title").fill(f"Thanks {run}")
    page.get_by_label("Words").first.fill("Thank you!")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("menuitem", name="Jobs").click()
    expect(page.get_by_label("Title")).to_have_value(f"Thanks {run}")
    assert saved_once(desk, "/admin/ticket_macros")["body"] == "Thank you!"
    assert listed(shop, "/admin/ticket_macros", title=f"Thanks {run}")

    desk.go("shipping_options")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    option = shop.admin("GET", "/admin/shipping_options?limit=1").json["data"][0]
    desk.go(f"shipping_options/{option['id']}")
    page.get_by_label("Name").fill("")
    desk.button("Save").click()
    expect(page.get_by_text("Required")).to_be_visible()
    page.get_by_label("Name").fill(f"{option['title']} {run}"[:60])
    desk.button("Save").click()
    desk.told("Saved")


def test_a_customer_is_changed_and_forgotten(shop: Shop, open_desk: OpenDesk, run: str) -> None:
    text = f"email,first_name,last_name\nann.{run}@example.com,Ann,{run}\nben.{run}@example.com,Ben,{run}\n"
    ann, ben = _imported(shop, text, f"ann.{run}@example.com", f"ben.{run}@example.com")
    desk = open_desk()
    page = desk.page
    desk.go(f"customers/{ann['id']}")
    page.get_by_label("Note").fill("Likes blue.")
    desk.button("Save").click()
    desk.told("Saved")
    assert shop.admin("GET", f"/admin/customers/{ann['id']}").json["note"] == "Likes blue."

    desk.go(f"customers/{ben['id']}/show")
    desk.button("More").click()
    page.get_by_role("menuitem", name="Forget this person").click()
    assert not desk.violations()
    expect(desk.button("Forget for good", desk.dialog)).to_be_disabled()
    desk.dialog.get_by_role("textbox").fill("forget")
    with desk.sent("POST", "/admin/erasures") as sent:
        desk.button("Forget for good", desk.dialog).dblclick()
        page.wait_for_url(re.compile("#/(erasures|approvals)/"))
    assert len(sent) == 1


def _imported(shop: Shop, text: str, *emails: str) -> list[Any]:
    begun = shop.admin("POST", "/admin/customers/import", {"upload_id": put(shop, text)})
    assert ended(shop, begun.json["id"])["status"] == "done"
    return [shop.admin("GET", f"/admin/customers?email={email}").json["data"][0] for email in emails]
