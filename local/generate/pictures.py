"""Pictures of every page of the dashboard, light, dark and as a phone shows it: `python -m local.generate.pictures`.

Not part of `make generate`: it deploys a demo shop, sells and asks something there, and looks at it with a real
browser. They are in docs/dashboard/, whose page lists them.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from playwright.sync_api import Browser, Page, ViewportSize

from local.browser import browser, sign_in
from local.client import Client
from local.cloud import running_cloud
from local.endpoints import Endpoints
from local.paths import ROOT
from local.process import silent
from local.walk import Walk

PLACE = ROOT / "docs" / "dashboard"
FIGURES = "[What it costs a browser](FIGURES.md): requests, bytes, times."
INDEX = PLACE / "README.md"
REST_MS = 1500  # after the last answer, for what still moves
PATIENCE_MS = 60_000
BUSY = ".MuiSkeleton-root, .RaLoading-root, [role=progressbar]"  # what a page shows until it knows
ORDERS = 6


@dataclass(frozen=True)
class Look:
    """How a page is looked at. scale: of the picture, so that it stays small."""

    name: str
    scheme: Literal["light", "dark"]
    size: ViewportSize
    scale: float


LOOKS = (
    Look("light", "light", ViewportSize(width=1280, height=800), 0.75),
    Look("dark", "dark", ViewportSize(width=1280, height=800), 0.75),
    Look("phone", "light", ViewportSize(width=390, height=760), 0.75),
)
# The pages, by the names of their pictures; what is in braces is found in the demo shop.
PAGES: Mapping[str, str] = {
    "home": "",
    "orders": "orders",
    "order": "orders/{order}/show",
    "packing_slip": "packing_slip/{order}",
    "refunds": "refunds",
    "products": "products",
    "product": "products/{product}",
    "inventory": "levels",
    "movements": "movements",
    "receive": "receive",
    "locations": "locations",
    "shipping_options": "shipping_options",
    "customers": "customers",
    "customer_groups": "customer_groups",
    "companies": "companies",
    "erasures": "erasures",
    "tickets": "tickets",
    "ticket": "tickets/{ticket}/show",
    "macros": "ticket_macros",
    "reports": "reports",
    "jobs": "jobs",
    "staff": "staff",
    "roles": "roles",
    "api_keys": "api_keys",
    "approvals": "approvals",
    "audit": "audit",
    "system": "system?object={order}",
}


def main() -> int:
    PLACE.mkdir(parents=True, exist_ok=True)
    with running_cloud(demo="shop", say=lambda sentence: print(sentence, flush=True)) as shop, browser() as running:
        found = _lived_in(shop)
        for look in LOOKS:
            page = _signed_in(running, shop, look)
            for name, path in PAGES.items():
                _picture(page, f"{shop.dashboard}#/{path.format(**found)}", PLACE / f"{name}-{look.name}.png")
                print(f"{name}, {look.name}", flush=True)
            page.context.close()
    INDEX.write_text(index(), encoding="utf-8")
    return 0


def index() -> str:
    """The page that lists them."""
    made = "Made by `python -m local.generate.pictures` of a demo shop."
    lines = ["# The dashboard, page by page", "", FIGURES, "", made, ""]
    for name in PAGES:
        shown = " ".join(f'<img src="{name}-{look.name}.png" alt="{name}, {look.name}" height="300">' for look in LOOKS)
        lines += [f"## {name.replace('_', ' ')}", "", shown, ""]
    return "\n".join(lines)


def _lived_in(shop: Endpoints) -> dict[str, str]:
    """Orders in several states, questions, an export, somebody invited. Gives the ids that pages are about."""
    staff = Client(shop.api, {"Authorization": f"Bearer {shop.admin_key}"})
    for _ in range(ORDERS):
        Walk(shop, silent).buy()
    products = staff.get("/admin/products?limit=1")["data"]
    [question, *_] = list(_asked(staff))
    staff.post("/admin/orders/export", {"format": "csv"}, key=uuid4().hex)
    body = {"email": "pia@example.com", "name": "Pia Packer", "roles": ["fulfillment"]}
    staff.post("/admin/staff", body, key=uuid4().hex)
    staff.post("/admin/customer_groups", {"name": "Wholesale"}, key=uuid4().hex)
    orders = staff.get("/admin/orders?limit=1&status=placed")["data"]
    time.sleep(5)  # for what is behind queues
    return {"order": orders[0]["id"], "product": products[0]["id"], "ticket": question}


def _asked(staff: Client) -> Iterator[str]:
    """Tickets' ids."""
    for subject, words in (
        ("Where is my parcel?", "It should have been here on Friday. Can you find out where it is?"),
        ("Do the socks come in green?", "I would take three pairs of them."),
    ):
        body: dict[str, Any] = {"email": "jane@example.com", "subject": subject, "body": words, "author": "customer"}
        yield staff.post("/admin/tickets", body, key=uuid4().hex)["id"]


def _signed_in(running: Browser, shop: Endpoints, look: Look) -> Page:
    context = running.new_context(
        locale="en-GB", color_scheme=look.scheme, viewport=look.size, device_scale_factor=look.scale
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, shop.dashboard, shop.staff_email, shop.staff_password, shop.staff_totp)
    return page


def _picture(page: Page, address: str, into: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("wanted => !document.querySelector(wanted)", arg=BUSY)
    page.wait_for_timeout(REST_MS)
    page.screenshot(path=into, animations="disabled", caret="hide")


if __name__ == "__main__":
    sys.exit(main())
