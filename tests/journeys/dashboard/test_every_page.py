"""Every page: in light and dark nothing that WCAG 2.2 AA forbids, no error, nothing foreign; no wider than a phone."""

from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from local.generate.pictures import PAGES
from tests.journeys.dashboard.desk import Desk, OpenDesk
from tests.journeys.shop import Shop

BUSY = ".MuiSkeleton-root, .RaLoading-root, .RaListToolbar-root [role=progressbar]"


@pytest.fixture(scope="module")
def lived_in(deployed: Shop, option: str) -> dict[str, str]:
    """What the pages are about: an order, a product, a question."""
    variant = deployed.a_variant(units=5)
    completed = deployed.an_order(variant, option)
    deployed.pay(completed)
    order_id = completed["order"]["id"]
    deployed.until("the order is placed", lambda: deployed.order(order_id)["status"] == "placed")
    product = deployed.order(order_id)["items"][0]["product_id"]
    asked = {"email": "jane@example.com", "subject": "Where is it?", "body": "It is late.", "author": "customer"}
    ticket = deployed.admin("POST", "/admin/tickets", asked)
    assert ticket.status == 201, ticket.raw
    return {"order": order_id, "product": product, "ticket": ticket.json["id"]}


def settle(desk: Desk, path: str) -> None:
    desk.go(path)
    desk.page.wait_for_load_state("networkidle")
    expect(desk.page.locator(BUSY)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(lived_in: dict[str, str], open_desk: OpenDesk, scheme: str) -> None:
    desk = open_desk(color_scheme=scheme)
    found: dict[str, Any] = {}
    for name, path in PAGES.items():
        settle(desk, path.format(**lived_in))
        if violations := desk.violations():
            found[name] = violations
    assert found == {}


def test_no_page_is_wider_than_a_phone(lived_in: dict[str, str], open_desk: OpenDesk) -> None:
    desk = open_desk(viewport=ViewportSize(width=390, height=844))
    wide: dict[str, int] = {}
    for name, path in PAGES.items():
        settle(desk, path.format(**lived_in))
        width = desk.page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[name] = width
    assert wide == {}


def test_every_page_speaks_german_where_that_is_asked_for(lived_in: dict[str, str], open_desk: OpenDesk) -> None:
    """A word that a file lacks would be shown as its key."""
    desk = open_desk(locale="de-DE")
    left: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        settle(desk, path.format(**lived_in))
        text = desk.page.locator("body").inner_text()
        keys = [word for word in text.split() if word.startswith(("resources.", "status.", "shop.", "ra.", "rooms."))]
        if keys:
            left[name] = keys
    assert left == {}
