"""Ten thousand orders: a page of the list is one request, whatever is in it, and no more of it is drawn than is seen.

The browser's part, over a line that answers as the API does; `python -m bench.dashboard` measures both together.
"""

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.dashboard.desk import OpenDesk
from tests.journeys.shop import Shop

ORDERS = 10_000
ROWS = 25
OTHERS_MOST = 5  # what the page itself asks, and never one for each row
NODES_MOST = 3_000  # of the whole page; a thousand and a half as it is
CANCELED_EVERY = 10


def answering(page: Page, order: dict[str, object]) -> list[str]:
    """The list of orders is one of ten thousand like this one. Gives what is asked of the shop from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/admin/" in request.url else None)
    every = [
        {**order, "id": f"order_{n:026d}", "number": n, "status": "placed" if n % CANCELED_EVERY else "canceled"}
        for n in range(ORDERS, 0, -1)
    ]

    def answer(route: Route) -> None:
        by = {name: values[0] for name, values in parse_qs(urlparse(route.request.url).query).items()}
        found = [
            each
            for each in every
            if by.get("status") in (None, each["status"]) and by.get("number") in (None, str(each["number"]))
        ]
        start, limit = int(by.get("cursor", 0)), int(by["limit"])
        page_of, has_more = found[start : start + limit], start + limit < len(found)
        cursor = str(start + limit) if has_more else None
        route.fulfill(json={"object": "list", "data": page_of, "has_more": has_more, "next_cursor": cursor})

    page.route("**/admin/orders?*", answer)
    return asked


def test_a_page_of_ten_thousand_is_one_request_and_a_screenful(shop: Shop, option: str, open_desk: OpenDesk) -> None:
    shop.an_order(shop.a_variant(units=1), option)
    order = shop.admin("GET", "/admin/orders?limit=1").json["data"][0]
    desk = open_desk()
    page = desk.page
    desk.go("jobs")
    page.wait_for_load_state("networkidle")
    asked = answering(page, order)
    rows = page.locator("tbody tr")

    def looked(first: int) -> int:
        """How many requests there were since the last look, once this order is the first."""
        shows(rows, first)
        page.wait_for_timeout(500)  # for whatever would follow, row by row
        lists = [url for url in asked if "/admin/orders?" in url]
        others = len(asked) - len(lists)
        asked.clear()
        assert others < OTHERS_MOST
        return len(lists)

    page.get_by_role("menuitem", name="Orders", exact=True).click()
    assert looked(ORDERS) == 1
    expect(rows).to_have_count(ROWS)
    for number in (1, 2, 3):
        page.get_by_role("button", name="Go to next page").click()
        assert looked(ORDERS - number * ROWS) == 1
    expect(rows).to_have_count(ROWS)
    assert page.evaluate("() => document.querySelectorAll('*').length") < NODES_MOST
    page.get_by_role("textbox", name="Number").fill("4711")
    assert looked(4711) == 1
    expect(rows).to_have_count(1)
    page.get_by_role("textbox", name="Number").fill("")
    expect(rows).to_have_count(ROWS)
    assert looked(ORDERS) <= 1  # it is known already
    page.get_by_role("combobox", name="Order", exact=True).click()
    page.get_by_role("option", name="Canceled").click()
    expect(rows.filter(has_text="Canceled")).to_have_count(ROWS)
    assert looked(ORDERS) == 1


def shows(rows: Locator, number: int) -> None:
    expect(rows.first).to_contain_text(str(number))
