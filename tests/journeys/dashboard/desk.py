"""A desk of the staff: a window of a real browser, in which somebody is signed in, and what its pages did wrong."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from local.paths import ROOT

PATIENCE_MS = 30_000
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Best practices are no requirement; these are WCAG 2.2's levels A and AA.
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
AT_REST = """() => document.getAnimations().every(
    (each) => each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity)"""
AFTERWARDS_MS = 150  # from the end of a fading to what it leaves being taken away
REFUSED = re.compile(r"status of (4\d\d|5\d\d)")  # the browser itself tells of each; a test says which it means

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Desk:
    """One window. base: the dashboard's address."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("request", self._asked)

    def go(self, path: str) -> None:
        """To a page by its address."""
        self.page.goto(f"{self.base}#/{path}")

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def told(self, text: str | re.Pattern[str]) -> None:
        """Waits for what the page says at its foot."""
        expect(
            self.page.locator(".MuiSnackbarContent-message, .MuiAlert-message").filter(has_text=text)
        ).to_be_visible()

    def violations(self) -> list[str]:
        """What axe finds on the page as it is once nothing fades in or out any more."""
        self.page.wait_for_function(AT_REST)
        self.page.wait_for_timeout(AFTERWARDS_MS)
        self.page.wait_for_function(AT_REST)
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        return [
            f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes']][:3]}"
            for each in found["violations"]
        ]

    @contextmanager
    def sent(self, method: str | None, path: str) -> Iterator[list[Request]]:
        """The requests of this kind that go out within the context. method: None for all that change something."""
        seen: list[Request] = []

        def note(request: Request) -> None:
            is_meant = request.method == method if method else request.method not in ("GET", "HEAD", "OPTIONS")
            if is_meant and path in request.url:
                seen.append(request)

        self.page.on("request", note)
        yield seen
        self.page.remove_listener("request", note)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not REFUSED.search(text):
            self.errors.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base.removesuffix("dashboard/"), "data:", "blob:")):
            self.foreign.append(request.url)


def show(desk: Desk, order: Any) -> Page:
    """The page of an order."""
    desk.go(f"orders/{order['id']}/show")
    expect(desk.page.get_by_role("heading", name=f"Order #{order['number']}")).to_be_visible()
    return desk.page


def keyed(request: Request) -> str | None:
    """The Idempotency-Key of a request."""
    return request.headers.get("idempotency-key")


def body_of(request: Request) -> Any:
    return json.loads(request.post_data or "null")


OpenDesk = Callable[..., Desk]
