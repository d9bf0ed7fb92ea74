"""A furnished shop to knock at: something of every kind, and for every door a request that is good."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

import boto3
from _pytest.monkeypatch import MonkeyPatch

from functions.access.handlers.issue_key import handler as issue_key
from shared.aws import client
from tests.in_process import ADDRESS, ALL_SCOPES, InProcessShop
from tests.in_process import shop as in_process
from tests.security.doors import Answer, Door

READS = {"GetItem", "BatchGetItem", "Query"}
TRACKING = {"company": "ups", "number": "1Z999AA10123456784"}


@dataclass
class Scene:
    """The shop and the ids of what is in it. `cart` is open; `order` is placed, paid and shipped in part."""

    NAMES: ClassVar = (
        "cart_id", "line_item_id", "order_id", "order_line_id", "payment_id", "fulfillment_id", "location_id",
        "option_id", "variant_id", "product_id", "id_or_handle", "key_id", "carrier", "name",
    )  # fmt: skip

    shop: InProcessShop
    dynamodb: Any
    key_id: str
    ids: dict[str, str] = field(default_factory=dict)
    cart: Any = None
    order: Any = None
    order_token: str = ""
    payment: Any = None
    writes: list[str] = field(default_factory=list)  # every call to the database but reads, whatever became of it

    def knock(self, door: Door, raw: bytes = b"", **changed: Any) -> Answer:
        """A request that is good but for its body and what else is changed.

        changed: parameters, headers and query (each added to the good ones; None takes one out), scopes, key_id.
        """
        path = door.path(self.parameters(door) | changed.pop("parameters", {}))
        headers = _without_none(self.headers(door) | changed.pop("headers", {}))
        query = _without_none(self.query(door) | changed.pop("query", {}))
        if door.route.scope:
            changed = {"scopes": ALL_SCOPES, "key_id": self.key_id, **changed}
        return door.knock(path, raw, headers=headers, query=query, **changed)

    def parameters(self, door: Door) -> dict[str, str]:
        """Good path parameters."""
        return {name: self.ids[name] for name in door.parameters}

    def headers(self, door: Door) -> dict[str, str | None]:
        """Good headers."""
        token = {"cart_id": {"Cart-Token": self.cart["token"]}, "order_id": {"Order-Token": self.order_token}}
        key = {"Idempotency-Key": uuid4().hex} if door.route.method == "POST" else {}
        return {**token.get(door.route.guest_of or "", {}), **key}

    def query(self, door: Door) -> dict[str, str | None]:
        """Good query parameters, of which some lists need one."""
        match door.route.path:
            case "/admin/fulfillments" | "/admin/payments":
                return {"order_id": self.ids["order_id"]}
            case "/admin/reports/sales":
                return {"from": "2026-11-01", "to": "2026-11-30"}
            case _:
                return {}

    def note_call(self, model: Any, **_: Any) -> None:
        """Hears of each call that the shop makes to the database."""
        if model.name not in READS:
            self.writes.append(model.name)

    def everything(self) -> dict[tuple[str, str, str], Any]:
        """Every item of every table, by table, pk and sk."""
        found: dict[tuple[str, str, str], Any] = {}
        for table in self.dynamodb.list_tables()["TableNames"]:
            pages = self.dynamodb.get_paginator("scan").paginate(TableName=table)
            found |= {(table, str(item["pk"]), str(item["sk"])): item for page in pages for item in page["Items"]}
        return found


@contextmanager
def furnished() -> Iterator[Scene]:
    """A shop with a product, stock, an open cart, and an order that is paid and shipped in part."""
    with MonkeyPatch.context() as patch, in_process(patch) as shop:
        key = issue_key({"name": "owner", "scopes": "all"}, None)
        scene = Scene(shop, boto3.client("dynamodb"), key["id"])
        _furnish(scene)
        client("dynamodb").meta.events.register("before-call.dynamodb", scene.note_call)
        yield scene


def _furnish(scene: Scene) -> None:
    shop, ids = scene.shop, scene.ids
    location, option = shop.a_location(), shop.a_shipping_option()
    variant = shop.a_variant(units=100, location=location)
    shop.a_variant(units=5, location=location)
    _, completed, _ = shop.complete(shop.a_cart(variant, option, quantity=5))
    shop.pay(completed)
    shop.pump()
    scene.order_token, order_id = completed["order_token"], completed["order"]["id"]
    line = completed["order"]["items"][0]
    shipment = {"location_id": location, "items": [{"line_item_id": line["id"], "quantity": 1}], "tracking": TRACKING}
    status, shipped, _ = shop.admin("POST", f"/admin/orders/{order_id}/fulfillments", shipment)
    assert status == 201, shipped
    shop.pump()
    scene.order = shop.order(order_id)
    scene.cart = shop.a_cart(variant, option, quantity=2)
    ids |= {"cart_id": scene.cart["id"], "line_item_id": scene.cart["items"][0]["id"], "order_id": order_id}
    ids |= {"order_line_id": line["id"], "payment_id": scene.order["payments"][0], "fulfillment_id": shipped["id"]}
    ids |= {"location_id": location, "option_id": option, "variant_id": variant, "product_id": line["product_id"]}
    ids |= {"id_or_handle": line["product_id"], "key_id": scene.key_id, "carrier": "ups", "name": "swagger-ui.css"}
    assert set(ids) == set(Scene.NAMES)


Bodies = Callable[[Mapping[str, str]], list[dict[str, Any]]]

WHOLE_ADDRESS = {
    **ADDRESS,
    "first_name": "Jane",
    "company": "Doe & Co",
    "address2": "Apt 4",
    "province": "CA",
    "postal_code": "94607",
    "phone": "+15105550100",
}
FLAT = {"title": "Express", "countries": ["US"], "kind": "flat", "amounts": {"USD": 1000}, "is_active": True}
STEPS = [{"up_to_g": 500, "amounts": {"USD": 500}}, {"up_to_g": None, "amounts": {"USD": 900}}]
BY_WEIGHT = {"title": "Parcel", "countries": ["US"], "kind": "by_weight", "tiers": STEPS, "is_active": True}
VARIANT = {
    "options": {"Size": "M"},
    "prices": [{"currency": "USD", "amount": 2499}],
    "weight_g": 180,
    "barcode": "4006381333931",
}
PRODUCT = {
    "title": "Hat",
    "description": "A hat.",
    "options": [{"name": "Size", "values": ["M", "L"]}],
    "images": ["https://img.example.com/hat.jpg"],
    "collections": ["summer"],
    "tags": ["new"],
    "metadata": {"season": "26"},
}

# For every door that takes a body: bodies which together name every field it knows.
GOOD: dict[str, Bodies] = {
    "POST /admin/api_keys": lambda _: [
        {"name": "reader", "scopes": ["orders:read"], "expires_at": "2027-01-01T00:00:00Z"}
    ],
    "POST /admin/products": lambda _: [
        {**PRODUCT, "handle": "hat", "status": "draft", "variants": [{**VARIANT, "sku": "HAT-M"}]}
    ],
    "PATCH /admin/products/<product_id>": lambda ids: [
        {**PRODUCT, "handle": "cap", "status": "active", "variants": [{**VARIANT, "id": ids["variant_id"], "sku": "C"}]}
    ],
    "POST /admin/shipping_options": lambda _: [FLAT, BY_WEIGHT],
    "PATCH /admin/shipping_options/<option_id>": lambda _: [BY_WEIGHT, FLAT],
    "POST /admin/locations": lambda _: [{"name": "Annex", "country": "US", "priority": 5, "is_active": True}],
    "PATCH /admin/locations/<location_id>": lambda _: [
        {"name": "Main", "country": "US", "priority": 1, "is_active": True}
    ],
    "POST /admin/inventory/receipts": lambda ids: [
        {"items": [{**_shelf(ids), "quantity": 3}], "reference": "PO-7", "note": "Two boxes."}
    ],
    "POST /admin/inventory/adjustments": lambda ids: [
        {"items": [{**_shelf(ids), "delta": -1, "reason": "damaged", "note": "Wet."}]}
    ],
    "PATCH /admin/inventory/levels/<variant_id>/<location_id>": lambda _: [
        {"reorder_point": 3, "safety_stock": 1, "incoming": 12}
    ],
    "POST /admin/orders/<order_id>/fulfillments": lambda ids: [
        {
            "location_id": ids["location_id"],
            "items": [{"line_item_id": ids["order_line_id"], "quantity": 1}],
            "tracking": {**TRACKING, "url": "https://ups.example.com/1Z"},
            "notify_customer": False,
        }
    ],
    "POST /admin/refunds": lambda ids: [
        {
            "order_id": ids["order_id"],
            "amount": 100,
            "reason": "duplicate",
            "items": [{"line_item_id": ids["order_line_id"], "quantity": 1}],
            "shipping_amount": 1,
            "destination": "original_payment",
            "note": "Sorry.",
        }
    ],
    "POST /admin/orders/<order_id>/cancel": lambda _: [{"reason": "fraud", "restock": False, "refund": True}],
    "POST /store/carts": lambda ids: [
        {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": ids["variant_id"], "quantity": 1}],
            "email": "jane@example.com",
            "shipping_address": WHOLE_ADDRESS,
            "billing_address": WHOLE_ADDRESS,
            "shipping_option": {"id": ids["option_id"]},
            "metadata": {"table": "4"},
        }
    ],
    "POST /store/carts/<cart_id>/items": lambda ids: [{"variant_id": ids["variant_id"], "quantity": 1}],
    "PATCH /store/carts/<cart_id>/items/<line_item_id>": lambda _: [{"quantity": 1}],
    "PUT /store/carts/<cart_id>/email": lambda _: [{"email": "jane@example.com"}],
    "PUT /store/carts/<cart_id>/shipping_address": lambda _: [WHOLE_ADDRESS],
    "PUT /store/carts/<cart_id>/billing_address": lambda _: [WHOLE_ADDRESS],
    "PUT /store/carts/<cart_id>/shipping_option": lambda ids: [{"id": ids["option_id"]}],
    "POST /store/carts/<cart_id>/complete": lambda _: [
        {
            "expected_total": 3143,
            "payment": {"provider": "stripe", "flow": "payment_intent", "return_url": "https://shop.example.com/paid"},
        }
    ],
}


def _shelf(ids: Mapping[str, str]) -> dict[str, str]:
    return {"variant_id": ids["variant_id"], "location_id": ids["location_id"]}


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
