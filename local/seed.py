"""The demo shop: goods, warehouses, stock and shipping, put in through the admin API as any shop's staff would.

Every request has a key of its own, so that seeding twice changes nothing.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from local.client import Client, Refused, Unreachable
from local.demo_goods import Good, goods
from local.endpoints import Endpoints
from local.process import Failed
from local.wishes import DEMOS

T = TypeVar("T")
R = TypeVar("R")

CONNECTIONS = 4  # at once; more would only queue on a laptop
ENTRIES_MAX = 32  # of a receipt
WATCHED = 5  # every fifth variant has a reorder point
LOCATIONS: tuple[dict[str, Any], ...] = (
    {"name": "Newark (US East)", "country": "US", "priority": 0},
    {"name": "Rotterdam (EU)", "country": "NL", "priority": 1},
)
SHIPPING: tuple[dict[str, Any], ...] = (
    {"title": "Standard", "kind": "flat", "amounts": {"USD": 595, "EUR": 490, "JPY": 800}},
    {
        "title": "Parcel by weight",
        "kind": "by_weight",
        "tiers": [
            {"up_to_g": 500, "amounts": {"USD": 450, "EUR": 390, "JPY": 600}},
            {"up_to_g": 2000, "amounts": {"USD": 890, "EUR": 790, "JPY": 1200}},
            {"up_to_g": None, "amounts": {"USD": 1690, "EUR": 1490, "JPY": 2400}},
        ],
    },
    {"title": "Express", "kind": "flat", "amounts": {"USD": 1990, "EUR": 1790, "JPY": 2800}},
)


@dataclass(frozen=True)
class SeededShop:
    """What is in the shop now, by the names people give it."""

    locations: dict[str, str]  # ids by name
    shipping_options: dict[str, str]  # ids by title
    products: dict[str, str]  # ids by title
    variants: dict[str, str]  # ids by SKU


def seed(endpoints: Endpoints, demo: str, say: Callable[[str], None]) -> SeededShop:
    """Fill the shop with a demo. Raises Failed for a demo there is none of, or where the shop refuses."""
    if demo not in DEMOS:
        raise Failed(f"There is no demo {demo}; choose one of: {', '.join(DEMOS)}.")
    if demo == "none":
        return SeededShop({}, {}, {}, {})
    staff = Client(endpoints.api, {"Authorization": f"Bearer {endpoints.admin_key}"})
    try:
        return _fill(staff, say)
    except (Refused, Unreachable) as failure:
        raise Failed(f"The demo shop could not be filled: {failure}") from failure


def _fill(staff: Client, say: Callable[[str], None]) -> SeededShop:
    locations = {
        place["name"]: _made(staff, "/admin/locations", place, f"demo-location-{i}")["id"]
        for i, place in enumerate(LOCATIONS)
    }
    options = {
        option["title"]: _made(staff, "/admin/shipping_options", option, f"demo-shipping-{i}")["id"]
        for i, option in enumerate(SHIPPING)
    }
    say(f"{len(locations)} warehouses, {len(options)} shipping options.")
    made = _each(goods(), lambda good: _made(staff, "/admin/products", _product(good), f"demo-product-{good.code}"))
    variants = {variant["sku"]: variant["id"] for product in made for variant in product["variants"]}
    say(f"{len(made)} products with {len(variants)} variants in 4 collections.")
    receipts = list(_receipts(variants, locations.values()))
    _each(receipts, lambda receipt: _made(staff, "/admin/inventory/receipts", receipt, f"demo-{receipt['reference']}"))
    units = sum(map(_units, variants)) * len(locations)
    say(f"{units} units in {len(receipts)} deliveries.")
    watched = list(variants.values())[::WATCHED]
    levels = [f"/admin/inventory/levels/{variant}/{place}" for variant in watched for place in locations.values()]
    _each(levels, lambda path: staff.patch(path, {"reorder_point": 8}))
    say(f"{len(levels)} reorder points.")
    return SeededShop(locations, options, {product["title"]: product["id"] for product in made}, variants)


def _made(staff: Client, path: str, body: Any, key: str) -> Any:
    return staff.post(path, body, key=key)


def _each(things: Iterable[T], work: Callable[[T], R]) -> list[R]:
    """The work on all things, some at a time, in their order."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return list(threads.map(work, things))


def _product(good: Good) -> dict[str, Any]:
    return {
        "title": good.title,
        "description": good.description,
        "status": "active",
        "collections": [good.collection],
        "options": [{"name": name, "values": values} for name, values in good.options.items()],
        "variants": [
            {
                "sku": sku,
                "options": options,
                "prices": [{"currency": currency, "amount": amount} for currency, amount in good.prices.items()],
                "weight_g": good.weight_g,
            }
            for sku, options in good.variants()
        ],
    }


def _receipts(variants: dict[str, str], places: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Everything at every place, in receipts that are as large as they may be."""
    items = [
        {"variant_id": variant_id, "location_id": place, "quantity": _units(sku)}
        for place in places
        for sku, variant_id in variants.items()
    ]
    for number, start in enumerate(range(0, len(items), ENTRIES_MAX), start=1):
        yield {"items": items[start : start + ENTRIES_MAX], "reference": f"PO-{number:03d}", "note": "Opening stock"}


def _units(sku: str) -> int:
    """Between 20 and 119, the same each time."""
    return 20 + zlib.crc32(sku.encode()) % 100
