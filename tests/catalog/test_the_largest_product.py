"""A product of 2,048 variants: made by one request, found, shown, changed and sold as any other."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.catalog.product import VARIANTS_MAX, VARIANTS_SHOWN
from tests.catalog.shop import calls_made
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process

CALLS_TO_MAKE = 120  # 63 chunks of 33 variants, 21 reads and 21 commits that settle them, and a few around
CALLS_TO_EDIT = 40  # 21 read all variants, whose options and SKUs the change must not meet
CALLS_TO_SHOW = 20  # two lists, a page and a page of variants


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """The shop, empty."""
    with in_process(monkeypatch) as living:
        yield living


def test_a_product_of_2048_variants_is_made_found_shown_changed_and_sold(shop: InProcessShop) -> None:
    place, way = shop.a_location(), shop.a_shipping_option()
    widths, lengths = [str(n) for n in range(32)], [str(n) for n in range(64)]
    options = [{"name": "W", "values": widths}, {"name": "L", "values": lengths}]
    price = {"prices": [{"currency": "USD", "amount": 2499}]}
    variants = [{"sku": f"{w}-{x}", "options": {"W": w, "L": x}, **price} for w in widths for x in lengths]
    body = {"title": "Jeans", "status": "active", "options": options, "variants": variants}
    assert len(variants) == VARIANTS_MAX
    calls = calls_made()
    product = done(shop, "POST", "/admin/products", body)
    assert len(calls) < CALLS_TO_MAKE
    path = f"/admin/products/{product['id']}"
    assert (product["variants_count"], len(product["variants"])) == (VARIANTS_MAX, VARIANTS_SHOWN)

    calls.clear()
    [found] = done(shop, "GET", "/admin/products?sku=31-63")["data"]
    [listed] = done(shop, "GET", "/admin/products")["data"]
    opened = done(shop, "GET", "/store/products/jeans")
    page = done(shop, "GET", "/store/products/jeans/variants?limit=100")
    assert len(calls) < CALLS_TO_SHOW
    assert found["id"] == listed["id"] == opened["id"] == product["id"]
    assert (len(page["data"]), page["has_more"], opened["variants_count"]) == (100, True, VARIANTS_MAX)

    last = last_of(shop, path)
    calls.clear()
    cheaper = {"id": last["id"], "prices": [{"currency": "USD", "amount": 1999}]}
    assert done(shop, "PATCH", path, {"variants": [cheaper]})["version"] == 2
    assert len(calls) < CALLS_TO_EDIT

    receipt = {"items": [{"variant_id": last["id"], "location_id": place, "quantity": 3}], "reference": "r"}
    done(shop, "POST", "/admin/inventory/receipts", receipt)
    status, completed, _ = shop.complete(shop.a_cart(last["id"], way))
    assert status == 201
    [line] = completed["order"]["items"]
    assert (line["sku"], line["unit_price"]) == ("31-63", 1999)


def last_of(shop: InProcessShop, path: str) -> dict[str, Any]:
    """The last variant, where all pages end."""
    cursor = ""
    while True:
        page = done(shop, "GET", f"{path}/variants?limit=100{cursor}")
        if not page["has_more"]:
            last: dict[str, Any] = page["data"][-1]
            return last
        cursor = f"&cursor={page['next_cursor']}"


def done(shop: InProcessShop, method: str, path: str, body: Any = None) -> Any:
    """The answer to what must be answered well."""
    status, answer, _ = shop.admin(method, path, body)
    assert status in (200, 201), answer
    return answer
