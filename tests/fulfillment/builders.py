"""Builders of fulfillment's tests: shipping options, parcels, carriers' webhooks and the news of them."""

import itertools
import json
from typing import Any

from functions.fulfillment import Fulfillment, NewTracking, ShippingOption, ship
from functions.fulfillment.fulfillment import Tracking
from functions.fulfillment.handlers import admin_api, carrier_webhook, on_tracking
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.reports import Report
from functions.fulfillment.shipping_option import Kind, Tier
from functions.fulfillment.table import SPEC
from shared import clock, ids
from shared.clock import stamp
from shared.dynamo import Item, commit
from shared.dynamo.values import from_wire
from shared.outbox import envelope
from tests.world import CARRIERS, NOON, api_event, service, sign_as_carrier

ORDER = "order_01JD0000000000000000000001"
FULFILLMENT = "ful_01JD0000000000000000000001"
LOCATION = "loc_01JD0000000000000000000001"
LINE = "li_01JD0000000000000000000001"
NUMBER = "1Z999AA10123456784"
UPS = NewTracking(company="ups", number=NUMBER)

_event_numbers = itertools.count(1)


def an_option(**differing: Any) -> ShippingOption:
    fields: dict[str, Any] = {
        "id": "so_01JD0000000000000000000001",
        "title": "Standard",
        "countries": (),
        "kind": Kind.FLAT,
        "tiers": (Tier(None, {"USD": 644}),),
        "is_active": True,
        "version": 1,
        "created_at": stamp(NOON),
        "updated_at": stamp(NOON),
    }
    return ShippingOption(**{**fields, **differing})


def a_parcel(**differing: Any) -> Fulfillment:
    fields: dict[str, Any] = {
        "id": FULFILLMENT,
        "order_id": ORDER,
        "location_id": LOCATION,
        "items": ((LINE, 2),),
        "status": Status.SHIPPED,
        "tracking": Tracking("ups", NUMBER, None),
        "tracking_status": TrackingStatus.UNKNOWN,
        "notify_customer": True,
        "shipped_at": stamp(NOON),
        "delivered_at": None,
        "version": 1,
    }
    return Fulfillment(**{**fields, **differing})


def a_report(status: TrackingStatus, occurred_at: str = "2026-11-22T11:00:00.000Z") -> Report:
    return Report(status, occurred_at)


def ship_a_parcel(
    fulfillment_id: str = FULFILLMENT, tracking: NewTracking | None = UPS, order_id: str = ORDER
) -> Fulfillment:
    """Ship as orders does, but in a commit of its own."""
    parcel, writes = ship(order_id, fulfillment_id, LOCATION, ((LINE, 2),), tracking, True, clock.now())
    commit(*writes)
    return parcel


def a_body(**differing: Any) -> str:
    told = {
        "event_id": f"ups-{next(_event_numbers)}",
        "tracking_number": NUMBER,
        "status": "in_transit",
        "occurred_at": "2026-11-22T11:00:00Z",
    }
    return json.dumps({**told, **differing})


def post_webhook(
    body: str, carrier: str = "ups", secret: str | None = None, signature: str | None = None
) -> dict[str, Any]:
    header = signature or sign_as_carrier(body.encode(), clock.now(), carrier, secret or CARRIERS.get(carrier, "none"))
    path = f"/webhooks/carriers/{carrier}"
    return carrier_webhook.handler(api_event("POST", path, body, headers={"Carrier-Signature": header}), None)


def staff(
    method: str, path: str, body: Any = None, scopes: str = "fulfillment:read fulfillment:write", **more: Any
) -> dict[str, Any]:
    text = json.dumps(body) if body is not None else None
    return admin_api.handler(api_event(method, path, text, scopes=scopes, **more), None)


def everything() -> list[Item]:
    """Every item of the table. Only a test may scan."""
    return [from_wire(item) for item in service("dynamodb").scan(TableName=SPEC.physical_name)["Items"]]


def said(event_type: str | None = None) -> list[Item]:
    """The envelopes in the outbox, oldest first."""
    rows = [item for item in everything() if item.get("object") == "event" and event_type in (None, item["type"])]
    return [envelope(row) for row in sorted(rows, key=lambda row: (row["aggregate"]["version"], row["sk"]))]


def hear(*envelopes: Item) -> list[str]:
    """Deliver news to on_tracking as one batch; gives the ids of those that failed."""
    records = [
        {"messageId": str(i), "eventSource": "aws:sqs", "body": json.dumps({"detail": each})}
        for i, each in enumerate(envelopes)
    ]
    answer = on_tracking.handler({"Records": records}, None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def a_ful(number: int) -> str:
    return f"ful_{number:026d}"


def new_order() -> str:
    return ids.new_id("order")
