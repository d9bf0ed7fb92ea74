"""A browser, and somebody of each role who is signed in: once, and then every window of theirs is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from local import desk as owners_desk
from local.browser import sign_in
from local.process import silent
from local.sign_in import App
from tests.journeys.dashboard.desk import Desk, OpenDesk
from tests.journeys.shop import Shop

PASSWORD = "Correct-Horse-7-Battery"
SIZE = ViewportSize(width=1360, height=860)


@dataclass(frozen=True)
class Member:
    email: str
    password: str
    key: str  # of their authenticator app


@pytest.fixture(scope="session")
def owner(deployed: Shop) -> Member:
    """Invited by the operator, with an authenticator by now."""
    key = owners_desk.sit_down(deployed.endpoints, PASSWORD, silent)
    return Member(owners_desk.EMAIL, PASSWORD, key)


@pytest.fixture(scope="session")
def members(deployed: Shop, owner: Member) -> dict[str, Member]:
    """One of each role that a test is about."""
    at = deployed.endpoints
    app = App(at.cloud, at.staff_pool, at.staff_client)
    found = {"owner": owner}
    for role in ("fulfillment", "support", "read_only"):
        email = f"{role.replace('_', '-')}@desk.example.com"
        invited = deployed.admin("POST", "/admin/staff", {"email": email, "name": role, "roles": [role]})
        assert invited.status == 201, invited.raw
        app.first_time(email, str(deployed.mails(email)[-1]), PASSWORD)
        found[role] = Member(email, PASSWORD, app.totp[email])
    return found


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What a browser keeps of whom it has signed in, by role."""
    return {}


@pytest.fixture
def open_desk(
    deployed: Shop,
    browser: Browser,
    members: dict[str, Member],
    states: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OpenDesk]:
    """A window for somebody of a role. At the end nothing may have gone wrong in any of them, unseen by the test."""
    desks: list[Desk] = []
    base = deployed.endpoints.dashboard

    def opened(role: str = "owner", *, beside: Desk | None = None, **options: Any) -> Desk:
        """beside: another window of the same browser. options: of the browser's context, such as `locale`."""
        if beside:
            desk = Desk(beside.page.context.new_page(), base)
        else:
            wanted = {"locale": "en-GB", "viewport": SIZE, "reduced_motion": "reduce", **options}
            if role not in states:
                kept = tmp_path_factory.mktemp("states") / f"{role}.json"
                context = browser.new_context(locale="en-GB")
                member = members[role]
                try:
                    sign_in(context.new_page(), base, member.email, member.password, member.key)
                    context.storage_state(path=kept)
                finally:
                    context.close()
                states[role] = kept
            desk = Desk(browser.new_context(**wanted, storage_state=states[role]).new_page(), base)
        desks.append(desk)
        return desk

    yield opened
    wrong = [(desk.errors, desk.foreign) for desk in desks if desk.errors or desk.foreign]
    for context in {desk.page.context for desk in desks}:
        context.close()
    assert not wrong


@pytest.fixture
def placed(shop: Shop, option: str) -> Any:
    """An order of three units of one thing, paid."""
    completed = shop.an_order(shop.a_variant(units=9), option, quantity=3)
    shop.pay(completed)
    order_id = completed["order"]["id"]
    shop.until("the order is placed", lambda: shop.order(order_id)["status"] == "placed")
    return shop.order(order_id)
