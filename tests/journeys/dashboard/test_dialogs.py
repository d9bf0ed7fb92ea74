"""What is seldom done, and in dialogs: accounts merged, a company's buyers, a macro's answer, approvals, the staff."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from local.sign_in import App
from local.stage import local_stage
from tests.journeys.dashboard.desk import Desk, OpenDesk, body_of
from tests.journeys.pool import Account
from tests.journeys.shop import Shop
from tests.journeys.test_companies import PRICE, a_company, ask_for_a_word, cart_of_three
from tests.journeys.test_customer_import import put
from tests.journeys.test_jobs import ended


@pytest.fixture
def run() -> str:
    """Tells the things of one run from those of another."""
    return uuid4().hex[:8]


@pytest.fixture
def two(shop: Shop, run: str) -> tuple[Any, Any]:
    """Ann and Ben, whose last name is of this run."""
    emails = [f"{name}.{run}@example.com" for name in ("ann", "ben")]
    text = f"email,first_name,last_name\n{emails[0]},Ann,{run}\n{emails[1]},Ben,{run}\n"
    begun = shop.admin("POST", "/admin/customers/import", {"upload_id": put(shop, text)})
    assert ended(shop, begun.json["id"])["status"] == "done"
    ann, ben = (shop.admin("GET", f"/admin/customers?email={email}").json["data"][0] for email in emails)
    return ann, ben


def choose(desk: Desk, label: str, typed: str, option: str) -> None:
    """Find somebody by what is typed into a box, and take them."""
    desk.dialog.get_by_label(label).press_sequentially(typed)
    desk.page.get_by_role("option", name=re.compile(option)).click()


def test_two_accounts_become_one(shop: Shop, open_desk: OpenDesk, two: tuple[Any, Any], run: str) -> None:
    ann, ben = two
    desk = open_desk()
    page = desk.page
    desk.go(f"customers/{ann['id']}/show")
    desk.button("More").click()
    page.get_by_role("menuitem", name="Merge with another account").click()
    expect(desk.button("Merge for good", desk.dialog)).to_be_disabled()
    choose(desk, "The other account", ben["email"], f"Ben {run}")
    expect(desk.dialog).to_contain_text(f"All of Ben {run} ({ben['email']}) goes to Ann {run}")
    assert not desk.violations()
    with desk.sent("POST", "/merge") as sent:
        desk.button("Merge for good", desk.dialog).dblclick()
        desk.told("The accounts are one now")
    assert [body_of(each) for each in sent] == [{"from": ben["id"]}]
    expect(page.get_by_text("Accounts that came to this one")).to_be_visible()
    desk.go(f"customers/{ben['id']}/show")
    page.get_by_role("link", name="To that one").click()
    expect(page.get_by_role("heading", name=f"Ann {run}")).to_be_visible()
    assert shop.admin("GET", f"/admin/customers/{ben['id']}").json["merged_into"] == ann["id"]


def test_a_company_gets_a_buyer_with_a_limit_who_becomes_its_admin_and_leaves(
    shop: Shop, open_desk: OpenDesk, two: tuple[Any, Any], run: str
) -> None:
    ann, _ = two
    company = shop.admin("POST", "/admin/companies", {"name": f"Doe {run}"}).json
    desk = open_desk()
    page = desk.page
    desk.go(f"companies/{company['id']}")
    expect(page.get_by_text("No cart waits for an admin's word.")).to_be_visible()
    desk.button("Add somebody").click()
    choose(desk, "Who", ann["email"], f"Ann {run}")
    desk.button("Add a limit", desk.dialog).click()
    expect(desk.button("Save", desk.dialog)).to_be_disabled()
    desk.dialog.get_by_label("Currency").fill("usd")
    desk.dialog.get_by_label("Up to").fill("250")
    assert not desk.violations()
    with desk.sent("PUT", "/members/") as sent:
        desk.button("Save", desk.dialog).dblclick()
        desk.told("Saved")
    assert [body_of(each) for each in sent] == [{"role": "buyer", "order_limits": {"USD": 25000}}]
    row = page.get_by_role("row", name=re.compile(f"Ann {run}"))
    expect(row).to_contain_text("Buyer")
    expect(row).to_contain_text("250")

    desk.button("Edit", row).click()
    desk.dialog.get_by_label("Role").click()
    page.get_by_role("option", name="Admin").click()
    expect(desk.dialog).to_contain_text("approves what buyers may not")
    desk.button("Save", desk.dialog).click()
    expect(row).to_contain_text("no limit")
    [member] = shop.admin("GET", f"/admin/companies/{company['id']}").json["members"]
    assert (member["role"], member["order_limits"]) == ("admin", None)

    desk.button(f"Remove Ann {run}", row).click()
    desk.button("Confirm", desk.dialog).click()
    desk.told("Removed.")
    assert shop.admin("GET", f"/admin/companies/{company['id']}").json["members"] == []


def test_a_cart_that_waits_for_a_company_s_admin_is_seen(
    shop: Shop, open_desk: OpenDesk, option: str, run: str
) -> None:
    ann, bob = (Account(shop, f"{name}.{run}@example.com") for name in ("ann", "bob"))
    for each in (ann, bob):
        each.sign_up()
    buyer = bob.session()
    company = a_company(shop, ann.session(), buyer)
    cart = cart_of_three(shop, shop.a_variant(units=9, price=PRICE), option, bob.email, buyer)
    ask_for_a_word(shop, cart, buyer)
    desk = open_desk()
    desk.go(f"companies/{company['id']}")
    expect(desk.page.get_by_text("An admin of the company approves or declines them")).to_be_visible()
    expect(desk.page.get_by_role("row", name=re.compile(bob.email)).last).to_contain_text(f"{cart['total'] / 100:.2f}")
    assert not desk.violations()


def test_a_question_is_answered_with_a_macro_and_solved(shop: Shop, open_desk: OpenDesk, run: str) -> None:
    macro = {"title": f"Sent {run}", "body": "We send it again.", "priority": "high", "tags": ["sent"]}
    assert shop.admin("POST", "/admin/ticket_macros", macro).status == 201
    asked = {"email": f"{run}@example.com", "subject": f"A hole {run}", "body": "It came like that."}
    ticket = shop.admin("POST", "/admin/tickets", {**asked, "author": "customer"}).json
    desk = open_desk()
    page = desk.page
    desk.go("tickets")
    page.get_by_role("row", name=re.compile(f"A hole {run}")).click()
    page.get_by_label("Macro").click()
    page.get_by_role("option", name=f"Sent {run}").click()
    expect(page.get_by_label("Your answer")).to_have_value("We send it again.")
    page.get_by_label("The ticket then").click()
    page.get_by_role("option", name="Solved").click()
    assert not desk.violations()
    with desk.sent("POST", "/messages") as sent:
        desk.button("Send").dblclick()
        desk.told("Sent.")
    assert [set(body_of(each)) for each in sent] == [{"macro_id", "status"}]
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("We send it again.")
    expect(page.get_by_label("Your answer")).to_have_value("")
    told = shop.admin("GET", f"/admin/tickets/{ticket['id']}").json
    assert (told["status"], told["priority"], told["tags"]) == ("solved", "high", ["sent"])


@pytest.fixture
def keys_need_approval(deployed: Shop) -> Iterator[None]:
    """As where the settings say `approvals.keys`."""
    lambdas = deployed.endpoints.client("lambda")
    name = local_stage().names.of("access", "admin_api")
    told = lambdas.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    changed = told | {"APPROVE_KEYS": "true"}
    lambdas.update_function_configuration(FunctionName=name, Environment={"Variables": changed})
    yield
    lambdas.update_function_configuration(FunctionName=name, Environment={"Variables": told})


@pytest.mark.usefixtures("keys_need_approval")
def test_what_a_colleague_asks_for_is_looked_at_and_approved(shop: Shop, open_desk: OpenDesk, run: str) -> None:
    def ask(name: str) -> Any:
        answer = shop.admin("POST", "/admin/api_keys", {"name": f"{name} {run}", "scopes": ["payments:write"]})
        assert answer.status == 202, answer.raw
        return answer.json

    meant, refused = ask("Meant"), ask("Refused")
    desk = open_desk()
    page = desk.page
    desk.go("approvals")
    expect(page.get_by_role("row", name=re.compile("Make an API key")).first).to_be_visible()
    desk.go(f"approvals/{meant['id']}/show")
    expect(page.get_by_role("region", name="What is asked for")).to_contain_text(f"Meant {run}")
    assert meant["token"] not in page.content()
    desk.button("Approve").click()
    assert not desk.violations()
    with desk.sent("POST", "/approve") as sent:
        desk.button("Approve", desk.dialog).dblclick()
        desk.told("Approved, and done.")
    assert len(sent) == 1
    expect(desk.button("Approve")).to_have_count(0)
    desk.go(f"approvals/{refused['id']}/show")
    desk.button("Decline").click()
    desk.button("Decline", desk.dialog).click()
    desk.told("Declined.")
    names = [each["name"] for each in shop.admin("GET", "/admin/api_keys?limit=100").json["data"]]
    assert f"Meant {run}" in names
    assert f"Refused {run}" not in names


def test_somebody_is_invited_comes_in_and_is_let_in_no_more(shop: Shop, open_desk: OpenDesk, run: str) -> None:
    email = f"nina.{run}@example.com"
    desk = open_desk()
    page = desk.page
    desk.go("staff")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Name").fill(f"Nina {run}")
    page.get_by_label(re.compile("Read-only")).check()
    assert not desk.violations()
    with desk.sent("POST", "/admin/staff") as sent:
        desk.button("Save").dblclick()
        page.wait_for_url(re.compile(r"#/staff(\?.*)?$"))
    assert len(sent) == 1
    shop.until("the invitation is there", lambda: shop.mails(email))
    at = shop.endpoints
    app = App(at.cloud, at.staff_pool, at.staff_client)
    token = app.first_time(email, str(shop.mails(email)[-1]), "Sesame-Street-1")["AccessToken"]
    assert shop.api.call("GET", "/admin/me", Authorization=f"Bearer {token}").status == 200

    page.reload()
    page.get_by_role("row", name=re.compile(email)).click()
    desk.button("Deactivate").click()
    assert not desk.violations()
    with desk.sent("PATCH", "/admin/staff/") as sent:
        desk.button("Deactivate", desk.dialog).dblclick()
        desk.told("Deactivated.")
    assert [body_of(each) for each in sent] == [{"status": "deactivated"}]
    desk.button("Let in again").click()
    desk.button("Let in again", desk.dialog).click()
    desk.told("They may sign in again.")
    expect(desk.dialog).to_have_count(0)
    desk.button("Remove").click()
    desk.button("Remove", desk.dialog).click()
    page.wait_for_url(re.compile(r"#/staff(\?.*)?$"))
    expect(page.get_by_role("row", name=re.compile(email))).to_have_count(0)
