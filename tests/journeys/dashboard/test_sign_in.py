"""Who comes to the dashboard for the first time, who comes back, and who goes."""

import re

from playwright.sync_api import Browser, expect

from local.sign_in import first_password, totp
from tests.journeys.dashboard.conftest import SIZE
from tests.journeys.dashboard.desk import Desk, OpenDesk
from tests.journeys.shop import Shop

OWN = "Three-Little-Words-7"


def test_who_is_invited_chooses_a_password_sets_up_an_authenticator_and_is_in(deployed: Shop, browser: Browser) -> None:
    email = "nina@desk.example.com"
    invited = deployed.admin("POST", "/admin/staff", {"email": email, "name": "Nina", "roles": ["read_only"]})
    assert invited.status == 201
    given = first_password(str(deployed.mails(email)[-1]))
    context = browser.new_context(locale="en-GB", viewport=SIZE)
    desk = Desk(context.new_page(), deployed.endpoints.dashboard)
    page = desk.page
    page.goto(desk.base)
    expect(page.get_by_label("E-mail")).to_be_focused()
    assert not desk.violations()

    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("not-the-one")
    desk.button("Sign in").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("not right"))
    page.get_by_label("Password").fill(given)
    desk.button("Sign in").click()

    page.get_by_label("New password").fill(OWN)
    page.get_by_label("The same again").fill("Three-Little-Words-8")
    desk.button("Continue").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("not the same"))
    page.get_by_label("New password").fill(OWN)
    page.get_by_label("The same again").fill(OWN)
    desk.button("Continue").click()

    expect(page.get_by_role("img", name="QR")).to_be_visible()
    assert not desk.violations()
    key = page.locator("form code").inner_text()
    page.get_by_label("Six digits").fill(wrong_code(key))
    desk.button("Continue").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("not the code"))
    page.get_by_label("Six digits").fill(totp(key))
    desk.button("Continue").click()
    expect(page.get_by_role("heading", name="Hello, Nina")).to_be_visible()

    desk.button("Nina").click()
    page.get_by_role("menuitem", name=re.compile("Logout|Sign out")).click()
    expect(page.get_by_label("E-mail")).to_be_visible()
    desk.go("orders")  # the address alone opens nothing
    expect(page.get_by_label("E-mail")).to_be_visible()
    assert "storewright.session" not in str(context.storage_state())
    assert not desk.errors
    assert not desk.foreign
    context.close()


def test_a_reload_and_a_second_window_stay_signed_in_and_a_sign_out_is_everywhere(open_desk: OpenDesk) -> None:
    desk = open_desk("read_only")
    desk.go("orders")
    expect(desk.page.get_by_role("columnheader", name="Number")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_role("columnheader", name="Number")).to_be_visible()
    other = open_desk(beside=desk)
    other.go("")
    expect(other.page.get_by_role("heading", name=re.compile("Hello"))).to_be_visible()


def test_it_speaks_the_browser_s_language(deployed: Shop, browser: Browser) -> None:
    context = browser.new_context(locale="de-AT")
    page = context.new_page()
    page.goto(deployed.endpoints.dashboard)
    expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "de"
    context.close()


def wrong_code(key: str) -> str:
    right = totp(key)
    return f"{(int(right) + 500_000) % 1_000_000:06d}"
