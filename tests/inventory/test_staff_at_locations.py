"""Somebody who works at one location changes the stock of no other, and sends nothing from there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.in_process import ALL_SCOPES, InProcessShop, answer_to, request_event
from tests.in_process import shop as in_process


@dataclass
class Clerk:
    """Who may do everything, here."""

    shop: InProcessShop
    here: str
    there: str

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str | None]:
        """The status, and the code of a refusal."""
        headers = {"Idempotency_Key": uuid4().hex} if method == "POST" else {}
        event = request_event(method, path, json.dumps(body), headers, scopes=ALL_SCOPES, locations=self.here)
        status, text, _ = answer_to(event)
        return status, json.loads(text).get("error", {}).get("code")


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """Of a shop with two locations."""
    with in_process(monkeypatch) as shop:
        yield Clerk(shop, shop.a_location(), shop.a_location())


REFUSED = (403, "location_not_allowed")


def test_stock_is_booked_at_ones_own_locations_alone(clerk: Clerk) -> None:
    variant = clerk.shop.a_variant(units=5, location=clerk.here)

    def receipt(*places: str) -> Any:
        return {"items": [{"variant_id": variant, "location_id": each, "quantity": 1} for each in places]}

    def adjustment(place: str) -> Any:
        return {"items": [{"variant_id": variant, "location_id": place, "delta": 1, "reason": "found"}]}

    assert clerk.ask("POST", "/admin/inventory/receipts", receipt(clerk.here)) == (201, None)
    assert clerk.ask("POST", "/admin/inventory/receipts", receipt(clerk.here, clerk.there)) == REFUSED
    assert clerk.ask("POST", "/admin/inventory/adjustments", adjustment(clerk.here)) == (201, None)
    assert clerk.ask("POST", "/admin/inventory/adjustments", adjustment(clerk.there)) == REFUSED
    levels = {each["location_id"]: each["on_hand"] for each in clerk.shop.levels(variant)}
    assert levels == {clerk.here: 7}


def test_levels_and_locations_are_ones_own_too(clerk: Clerk) -> None:
    variant = clerk.shop.a_variant(units=5, location=clerk.here)
    for place, expected in ((clerk.here, (200, None)), (clerk.there, REFUSED)):
        assert clerk.ask("PATCH", f"/admin/inventory/levels/{variant}/{place}", {"reorder_point": 1}) == expected
        assert clerk.ask("PATCH", f"/admin/locations/{place}", {"name": "Mine"}) == expected
    assert clerk.ask("POST", "/admin/locations", {"name": "Another", "country": "US"}) == REFUSED


def test_parcels_leave_and_are_looked_after_by_those_who_work_there(clerk: Clerk) -> None:
    shop = clerk.shop
    variant, option = shop.a_variant(units=5, location=clerk.here), shop.a_shipping_option()
    shop.admin("POST", "/admin/inventory/receipts", _one(variant, clerk.there))
    _, completed, _ = shop.complete(shop.a_cart(variant, option, 2))
    shop.pay(completed)
    shop.pump()
    order = completed["order"]
    path = f"/admin/orders/{order['id']}/fulfillments"

    def parcel(place: str) -> Any:
        return {"location_id": place, "items": [{"line_item_id": order["items"][0]["id"], "quantity": 1}]}

    assert clerk.ask("POST", path, parcel(clerk.there)) == REFUSED
    assert clerk.ask("POST", path, parcel(clerk.here)) == (201, None)
    status, theirs, _ = shop.admin("POST", path, parcel(clerk.there))
    assert status == 201, theirs
    tracking = {"company": "ups", "number": "1Z9"}
    assert clerk.ask("POST", f"/admin/fulfillments/{theirs['id']}/deliver") == REFUSED
    assert clerk.ask("POST", f"/admin/fulfillments/{theirs['id']}/tracking", tracking) == REFUSED


def _one(variant: str, place: str) -> Any:
    return {"items": [{"variant_id": variant, "location_id": place, "quantity": 1}]}
