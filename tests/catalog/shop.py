"""Builders and short ways for the catalog's tests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.catalog.handlers import admin_api, store_api
from functions.catalog.lifecycle import Status
from functions.catalog.options import Option
from functions.catalog.product import Product, Variant
from functions.catalog.table import SPEC, product_pk
from functions.inventory import Level, Location
from functions.inventory.location import Directory
from functions.inventory.table import SPEC as INVENTORY
from functions.inventory.table import directory_item, level_item
from shared import aws, clock, outbox
from shared.dynamo import commit, create
from tests.world import NOON, api_event

SIZE = Option("Size", ("S", "M"))
COLOR = Option("Color", ("red", "blue"))


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: str


def admin(method: str, path: str, body: Any = None, **more: Any) -> Answer:
    """Ask the admin API as a key that may do all of it."""
    return _ask(admin_api.handler, method, path, body, {"scopes": "products:read products:write", **more})


def store(path: str, **more: Any) -> Answer:
    """Ask the store API as a stranger."""
    return _ask(store_api.handler, "GET", path, None, more)


def _ask(handler: Any, method: str, path: str, body: Any, more: dict[str, Any]) -> Answer:
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    answer = handler(api_event(method, path, text, **more), None)
    return Answer(answer["statusCode"], json.loads(answer["body"]), answer["headers"], answer["body"])


def a_shirt(**changed: Any) -> dict[str, Any]:
    """The request for a T-shirt in S and M."""
    return {
        "title": "T-shirt",
        "status": "active",
        "options": [{"name": "Size", "values": ["S", "M"]}],
        "variants": [a_size("S"), a_size("M")],
        **changed,
    }


def a_size(size: str, **changed: Any) -> dict[str, Any]:
    """The request for one size of the T-shirt."""
    prices = [{"currency": "USD", "amount": 2499}]
    return {"sku": f"TS-{size}", "options": {"Size": size}, "prices": prices, "weight_g": 180, **changed}


def a_mug(number: int = 1, **changed: Any) -> dict[str, Any]:
    """The request for a mug without options."""
    variant = {"sku": f"MUG-{number}", "prices": [{"currency": "USD", "amount": 900}]}
    return {"title": f"Mug {number}", "status": "active", "variants": [variant], **changed}


def make(body: dict[str, Any]) -> dict[str, Any]:
    """The product that this request made."""
    answer = admin("POST", "/admin/products", body)
    assert answer.status == 201, answer.body
    product: dict[str, Any] = answer.body
    return product


def said(product_id: str) -> list[dict[str, Any]]:
    """All events of a product, oldest first."""
    return list(outbox.history(SPEC, product_pk(product_id)))


def put_on_shelf(stock: Mapping[str, int]) -> None:
    """So many units of each variant, at one location."""
    here = Location("loc_1", "Berlin", "DE", priority=1, is_active=True)
    levels = [Level(variant, here.id, on_hand=units, available=units, version=1) for variant, units in stock.items()]
    rows = [directory_item(Directory((here,), 1)), *map(level_item, levels)]
    commit(*(create(INVENTORY, row) for row in rows))


def a_product(**changed: Any) -> Product:
    """A draft T-shirt in sizes and colors, without variants."""
    fields: dict[str, Any] = {
        "id": "prod_1",
        "handle": "t-shirt",
        "title": "T-shirt",
        "status": Status.DRAFT,
        "created_at": clock.stamp(NOON),
        "updated_at": clock.stamp(NOON),
        "options": (COLOR, SIZE),
    }
    return Product(**{**fields, **changed})


def a_variant(color: str = "red", size: str = "M", **changed: Any) -> Variant:
    """A variant of `a_product`, as the catalog keeps it."""
    fields: dict[str, Any] = {
        "id": f"var_{color}_{size}",
        "product_id": "prod_1",
        "sku": f"TS-{color}-{size}",
        "title": f"T-shirt, {color}, {size}",
        "prices": {"USD": 2499},
        "weight_g": 180,
        "is_active": False,
        "options": {"Color": color, "Size": size},
        "handle": "t-shirt",
    }
    return Variant(**{**fields, **changed})


def calls_made() -> list[str]:
    """The names of the calls to the database from here on, such as `Query`; the list grows as they are made."""
    names: list[str] = []
    events = aws.client("dynamodb").meta.events
    events.register("before-call.dynamodb", lambda model, **_: names.append(model.name))
    return names


def transactions_made() -> list[int]:
    """How many operations each transaction has from here on; the list grows as they are sent."""
    sizes: list[int] = []
    events = aws.client("dynamodb").meta.events
    events.register(
        "provide-client-params.dynamodb.TransactWriteItems",
        lambda params, **_: sizes.append(len(params["TransactItems"])),
    )
    return sizes
