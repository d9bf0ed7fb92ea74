"""Builders and short ways for the inventory's tests."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from functions import inventory
from functions.inventory import Level, Levels, Location, Pick, Reservation
from functions.inventory.handlers.admin_api import handler
from shared import clock
from shared.dynamo import commit, fetch
from tests.world import NOON, api_event

SHIRT, MUG, CAP = "var_SHIRT", "var_MUG", "var_CAP"
BERLIN = Location("loc_BERLIN", "Berlin", "DE", priority=1, is_active=True)
PARIS = Location("loc_PARIS", "Paris", "FR", priority=2, is_active=True)
CLOSED = Location("loc_CLOSED", "Closed", "DE", priority=0, is_active=False)
_keys = count(1)


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: str


def call(method: str, path: str, body: Any = None, **more: Any) -> Answer:
    """Ask the admin API as a key that may do all of it. A POST has a fresh Idempotency-Key unless `key` is given."""
    headers = dict(more.pop("headers", {}))
    key = more.pop("key", f"key-{next(_keys)}")
    if method == "POST" and key:
        headers["Idempotency-Key"] = key
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    scopes = more.pop("scopes", "inventory:read inventory:write")
    answer = handler(api_event(method, path, text, headers=headers, scopes=scopes, **more), None)
    return Answer(answer["statusCode"], json.loads(answer["body"]), answer["headers"], answer["body"])


def page_by_page(path: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Every row of a list, followed to its end."""
    page = call("GET", path, query=query).body
    assert len(page["data"]) <= int(query["limit"])
    yield from page["data"]
    if page["has_more"]:
        yield from page_by_page(path, {**query, "cursor": page["next_cursor"]})


def open_location(name: str = "Berlin", **more: Any) -> str:
    """The id of a new location."""
    answer = call("POST", "/admin/locations", {"name": name, "country": "DE", **more})
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def track(*variants: str) -> None:
    """Register variants; `var_MUG` has the SKU `MUG`."""
    commit(*inventory.track([(variant, variant.removeprefix("var_")) for variant in variants], clock.now()))


def receive(variant: str, location: str, quantity: int) -> None:
    """Put units on a shelf."""
    receive_all((variant, location, quantity))


def receive_all(*shelves: tuple[str, str, int]) -> None:
    """Put units on several shelves at once."""
    items = [{"variant_id": variant, "location_id": location, "quantity": n} for variant, location, n in shelves]
    assert call("POST", "/admin/inventory/receipts", {"items": items}).status == 201


def adjust(variant: str, location: str, delta: int, reason: str = "count", **more: Any) -> Answer:
    """Adjust one level."""
    item = {"variant_id": variant, "location_id": location, "delta": delta, "reason": reason}
    return call("POST", "/admin/inventory/adjustments", {"items": [item]}, **more)


def level(variant: str, location: str) -> dict[str, int]:
    """The buckets of a level, without its thresholds and version."""
    (row,) = call("GET", "/admin/inventory/levels", query={"variant_id": variant, "location_id": location}).body["data"]
    return {name: row[name] for name in ("on_hand", "reserved", "damaged", "available")}


def plan(demand: Mapping[str, int]) -> tuple[Pick, ...]:
    """Where an order would be picked now."""
    (locations,) = fetch(inventory.locations())
    (levels,) = fetch(inventory.levels(demand, locations))
    return inventory.plan_picks(demand, levels, locations)


def hold(order_id: str, demand: Mapping[str, int]) -> Reservation:
    """Set stock aside for an order."""
    commit(*inventory.reserve(order_id, plan(demand), NOON, clock.now()))
    return reserved(order_id)


def reserved(order_id: str) -> Reservation:
    """An order's reservation as it is now."""
    (found,) = fetch(inventory.reservation(order_id))
    assert found is not None
    return found


def hold_paid(order_id: str, demand: Mapping[str, int]) -> Reservation:
    """Set stock aside for an order that is paid."""
    commit(*inventory.commit_reservation(hold(order_id, demand), clock.now()))
    return reserved(order_id)


def shelves(stock: Mapping[str, Mapping[str, int]]) -> Levels:
    """Levels with so much available: `{SHIRT: {"loc_BERLIN": 3}}`."""
    return Levels(
        {
            (variant, location): Level(variant, location, on_hand=units, available=units, version=1)
            for variant, places in stock.items()
            for location, units in places.items()
        }
    )
