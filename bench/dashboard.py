"""What the dashboard costs a browser: `python -m bench.dashboard`; `--write` keeps it in docs/dashboard/FIGURES.md.

On the deployed local cloud, in a real Chromium: the first visit, the first page behind the sign-in and the list of
orders, over a line that is held to Chrome's profile of slow 4G; then ten thousand orders, listed and filtered. Counts
are the same everywhere; times have this machine's noise in them, since the shop itself runs on it.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.many_orders import many_orders
from local.browser import browser, sign_in
from local.cloud import running_cloud
from local.endpoints import Endpoints
from local.paths import ROOT
from local.process import silent
from local.walk import Walk

PAGE = ROOT / "docs" / "dashboard" / "FIGURES.md"
ORDERS = 10_000
PATIENCE_MS = 120_000
# Chrome's own profile "Slow 4G", which Lighthouse takes as well.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((each) => each.duration)))
  .observe({type: "longtask", buffered: true});
"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass
class Visit:
    """What a browser did for one page. Times in ms from the first request; bytes as they come over the line."""

    name: str
    requests: int = 0
    foreign: int = 0
    transfer: int = 0
    paint_ms: float | None = None
    usable_ms: float = 0
    long_tasks: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """What one look at a list of ten thousand took."""

    name: str
    list_requests: int
    other_requests: int
    rows: int
    nodes: int
    ms: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--orders", type=int, default=ORDERS)
    asked = parser.parse_args()
    with running_cloud(demo="shop", say=_say) as shop, browser() as running:
        Walk(shop, silent).buy()
        visits = list(_visits(running, shop))
        _say(f"{asked.orders} orders are written.")
        many_orders(shop, asked.orders)
        listings = list(_listings(running, shop, asked.orders))
    page = shown(visits, listings, asked.orders)
    print(page)
    if asked.write:
        PAGE.write_text(page, encoding="utf-8")
    return 1 if any(visit.foreign for visit in visits) else 0


def _visits(running: Browser, shop: Endpoints) -> Iterator[Visit]:
    signed_in = _signed_in(running, shop)
    state: Any = signed_in.storage_state()
    signed_in.close()
    cases = (
        ("the sign-in, first visit", None, "", "input[type=password], input[autocomplete=username]"),
        ("home, nothing kept by the browser", state, "", "h1, h2, h3, h4, h5"),
        ("the orders, nothing kept by the browser", state, "#/orders", "tbody tr"),
    )
    for name, kept, path, usable in cases:
        context = running.new_context(locale="en-GB", storage_state=kept)
        yield _visit(context, name, f"{shop.dashboard}{path}", usable)
        context.close()
    context = running.new_context(locale="en-GB", storage_state=state)
    _visit(context, "", f"{shop.dashboard}#/orders", "tbody tr")
    yield _visit(context, "the orders, for the second time", f"{shop.dashboard}#/orders", "tbody tr")
    context.close()


def _visit(context: BrowserContext, name: str, address: str, usable: str) -> Visit:
    """usable: what is there once somebody can work with the page."""
    found = Visit(name)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(LONG_TASKS)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    own = address.split("/dashboard/", maxsplit=1)[0]

    def asked(event: Any) -> None:
        if event["request"]["url"].startswith(("data:", "blob:")):
            return
        found.requests += 1
        found.foreign += not event["request"]["url"].startswith(own)

    def loaded(event: Any) -> None:
        found.transfer += int(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", asked)
    line.on("Network.loadingFinished", loaded)
    page.goto(address, wait_until="commit")
    page.locator(usable).first.wait_for()
    found.usable_ms = page.evaluate("() => performance.now()")
    requests, transfer = found.requests, found.transfer
    found.paint_ms = page.evaluate(PAINT)
    page.wait_for_load_state("networkidle")
    found.long_tasks = page.evaluate("() => window.longTasks")
    found.requests, found.transfer = requests, transfer  # what follows while nobody waits is not counted
    page.close()
    return found


def _signed_in(running: Browser, shop: Endpoints) -> BrowserContext:
    context = running.new_context(locale="en-GB", viewport={"width": 1360, "height": 860})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, shop.dashboard, shop.staff_email, shop.staff_password, shop.staff_totp)
    return context


def _listings(running: Browser, shop: Endpoints, orders: int) -> Iterator[Listing]:
    context = _signed_in(running, shop)
    page = context.pages[0]
    page.goto(f"{shop.dashboard}#/orders")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(25, timeout=PATIENCE_MS)
    for number in (2, 3):
        with _looked(page, f"page {number}") as look:
            page.get_by_role("button", name="Go to next page").click()
            expect(page.get_by_text(f"{25 * (number - 1) + 1}-{25 * number}")).to_be_visible(timeout=PATIENCE_MS)
        yield look()
    with _looked(page, "one by its number") as look:
        page.get_by_role("textbox", name="Number").fill(str(orders))
        expect(rows).to_have_count(1, timeout=PATIENCE_MS)
    yield look()
    page.get_by_role("textbox", name="Number").fill("")
    expect(rows).to_have_count(25, timeout=PATIENCE_MS)
    with _looked(page, "those that are canceled") as look:
        page.get_by_role("combobox", name="Order", exact=True).click()
        page.get_by_role("option", name="Canceled").click()
        expect(page.locator("tbody tr", has_text="Canceled")).to_have_count(25, timeout=PATIENCE_MS)
    yield look()
    context.close()


@contextmanager
def _looked(page: Page, name: str) -> Iterator[Any]:
    asked: list[str] = []

    def note(request: Any) -> None:
        if "/admin/" in request.url:
            asked.append(request.url)

    page.on("request", note)
    began = time.perf_counter()
    ended: list[float] = []

    def look() -> Listing:
        lists = [url for url in asked if "/admin/orders?" in url]
        rows = page.locator("tbody tr").count()
        nodes = page.evaluate("() => document.querySelectorAll('*').length")
        return Listing(name, len(lists), len(asked) - len(lists), rows, nodes, ended[0])

    yield look
    ended.append((time.perf_counter() - began) * 1000)
    page.remove_listener("request", note)


def shown(visits: list[Visit], listings: list[Listing], orders: int) -> str:
    """The page of figures."""
    load = os.getloadavg()[0]
    lines = [
        "# What the dashboard costs a browser",
        "",
        f"Made by `python -m bench.dashboard --write`, on {os.cpu_count()} processors, load {load:.0f}: the browser,",
        "emulated AWS and Lambdas share them, so that times are this machine's, and their noise is large; counts and",
        "bytes are not. The line is Chrome's slow 4G: 180 kB/s and 562 ms a round. Counted is what came until somebody",
        "could work with the page.",
        "",
        "| page | requests | of others | over the line | first paint | usable | long tasks |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for visit in visits:
        tasks = f"{len(visit.long_tasks)}, {sum(visit.long_tasks):.0f} ms"
        paint = f"{visit.paint_ms / 1000:.1f} s" if visit.paint_ms else "–"
        lines.append(
            f"| {visit.name} | {visit.requests} | {visit.foreign} | {visit.transfer / 1000:.0f} kB | {paint} "
            f"| {visit.usable_ms / 1000:.1f} s | {tasks} |"
        )
    lines += [
        "",
        f"## {orders:,} orders, listed and filtered",
        "",
        "| what was looked at | asked of the list | asked besides | rows shown | nodes | until it was there |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for each in listings:
        lines.append(
            f"| {each.name} | {each.list_requests} | {each.other_requests} | {each.rows} | {each.nodes} "
            f"| {each.ms / 1000:.1f} s |"
        )
    return "\n".join([*lines, ""])


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
