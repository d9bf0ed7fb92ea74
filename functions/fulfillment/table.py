"""The table `fulfillment`: keys, and items ⇄ models.

| item                        | pk                           | sk               | what for                           |
|-----------------------------|------------------------------|------------------|------------------------------------|
| all shipping options        | OPTIONS                      | OPTIONS          | checkout reads them in one get     |
| a fulfillment               | ORDER#{order_id}             | FULFILLMENT#{id} | an order's parcels in one query    |
| where a fulfillment is      | FULFILLMENT#{id}             | ORDER            | a parcel by its own id             |
| its events                  | FULFILLMENT#{id}             | EVENT#…          | outbox and history                 |
| a tracking number           | TRACKING#{carrier}#{NUMBER}  | NUMBER           | whose it is, and what was told     |
| a parcel of that number     | TRACKED#{NUMBER}             | PARCEL#{id}      | orders by what is on their label   |
| a carrier's event           | CARRIER_EVENT#{carrier}#{id} | RECEIVED         | kept once, with what became of it  |
| the news of it              | CARRIER_EVENT#{carrier}#{id} | EVENT#…          | outbox                             |
| replies, inbox notes        | IDEM#…, HEARD#…              | IDEM, HEARD      | shared.idempotency, shared.inbox   |

No index of its own. Tracking numbers are compared in capitals, without spaces and dashes: carriers print them in
groups, people do not. A number's item names every fulfillment under it (`NUMBER_PARCELS_MAX` at the most) and the last
reports on it, so that one recorded late knows what was told before.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from events import CarrierEventReceived
from functions.fulfillment.fulfillment import Fulfillment, Tracking, plain
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.number import Heard, Number, Place
from functions.fulfillment.reports import Report
from functions.fulfillment.shipping_option import Kind, ShippingOption, Tier
from shared.clock import stamp
from shared.dynamo import Item
from shared.table import TableSpec

SPEC = TableSpec("fulfillment")

OPTIONS_KEY = ("OPTIONS", "OPTIONS")


def fulfillment_key(order_id: str, fulfillment_id: str) -> tuple[str, str]:
    return f"ORDER#{order_id}", f"FULFILLMENT#{fulfillment_id}"


def order_of_key(fulfillment_id: str) -> tuple[str, str]:
    return f"FULFILLMENT#{fulfillment_id}", "ORDER"


def number_key(carrier: str, number: str) -> tuple[str, str]:
    return f"TRACKING#{carrier}#{plain(number)}", "NUMBER"


def tracked_pk(number: str) -> str:
    """Every parcel that goes by this number, whichever carrier's: people may not know whose number it is."""
    return f"TRACKED#{plain(number)}"


def tracked_key(number: str, fulfillment_id: str) -> tuple[str, str]:
    return tracked_pk(number), f"PARCEL#{fulfillment_id}"


def tracked_item(number: str, order_id: str, fulfillment_id: str) -> Item:
    pk, sk = tracked_key(number, fulfillment_id)
    return {"pk": pk, "sk": sk, "order_id": order_id}


def carrier_event_key(carrier: str, carrier_event_id: str) -> tuple[str, str]:
    return f"CARRIER_EVENT#{carrier}#{carrier_event_id}", "RECEIVED"


def fulfillment_item(parcel: Fulfillment) -> Item:
    pk, sk = fulfillment_key(parcel.order_id, parcel.id)
    tracking = parcel.tracking
    return {
        "pk": pk,
        "sk": sk,
        "id": parcel.id,
        "order_id": parcel.order_id,
        "location_id": parcel.location_id,
        "items": [{"line_item_id": line, "quantity": quantity} for line, quantity in parcel.items],
        "status": parcel.status.value,
        "tracking": {"company": tracking.company, "number": tracking.number, "url": tracking.url} if tracking else None,
        "tracking_status": parcel.tracking_status.value,
        "notify_customer": parcel.notify_customer,
        "shipped_at": parcel.shipped_at,
        "delivered_at": parcel.delivered_at,
        "version": parcel.version,
        "by": parcel.by,
        "reports": {status.value: at for status, at in parcel.reports.items()},
        "returned_at": parcel.returned_at,
        "delivered_by": parcel.delivered_by,
    }


def fulfillment_of(item: Item) -> Fulfillment:
    return Fulfillment(
        id=item["id"],
        order_id=item["order_id"],
        location_id=item["location_id"],
        items=tuple((line["line_item_id"], line["quantity"]) for line in item["items"]),
        status=Status(item["status"]),
        tracking=Tracking(**item["tracking"]) if item["tracking"] else None,
        tracking_status=TrackingStatus(item["tracking_status"]),
        notify_customer=item["notify_customer"],
        shipped_at=item["shipped_at"],
        delivered_at=item["delivered_at"],
        version=item["version"],
        by=item["by"],
        reports={TrackingStatus(status): at for status, at in item["reports"].items()},
        returned_at=item["returned_at"],
        delivered_by=item["delivered_by"],
    )


def number_item(number: Number) -> Item:
    pk, sk = number_key(number.carrier, number.number)
    return {
        "pk": pk,
        "sk": sk,
        "parcels": [asdict(each) for each in number.parcels],
        "heard": [
            {
                "tracking_status": each.report.tracking_status.value,
                "occurred_at": each.report.occurred_at,
                "received_at": each.received_at,
            }
            for each in number.heard
        ],
        "version": number.version,
    }


def number_of(carrier: str, number: str, item: Item | None) -> Number:
    if item is None:
        return Number(carrier, number)
    heard = (
        Heard(Report(TrackingStatus(each["tracking_status"]), each["occurred_at"]), each["received_at"])
        for each in item["heard"]
    )
    return Number(carrier, number, tuple(Place(**each) for each in item["parcels"]), tuple(heard), item["version"])


def carrier_event_item(event: CarrierEventReceived, now: datetime) -> Item:
    pk, sk = carrier_event_key(event.carrier, event.carrier_event_id)
    return {"pk": pk, "sk": sk, **event.model_dump(mode="json"), "received_at": stamp(now), "outcome": None}


def options_item(options: tuple[ShippingOption, ...], version: int) -> Item:
    pk, sk = OPTIONS_KEY
    return {"pk": pk, "sk": sk, "version": version, "options": [_option_map(option) for option in options]}


def options_of(item: Item | None) -> tuple[ShippingOption, ...]:
    return tuple(_option_of(each) for each in item["options"]) if item else ()


def _option_map(option: ShippingOption) -> dict[str, Any]:
    return {
        "id": option.id,
        "title": option.title,
        "countries": option.countries,
        "kind": option.kind.value,
        "tiers": [{"up_to_g": tier.up_to_g, "amounts": dict(tier.amounts)} for tier in option.tiers],
        "is_active": option.is_active,
        "version": option.version,
        "created_at": option.created_at,
        "updated_at": option.updated_at,
    }


def _option_of(fields: dict[str, Any]) -> ShippingOption:
    return ShippingOption(
        id=fields["id"],
        title=fields["title"],
        countries=tuple(fields["countries"]),
        kind=Kind(fields["kind"]),
        tiers=tuple(Tier(tier["up_to_g"], tier["amounts"]) for tier in fields["tiers"]),
        is_active=fields["is_active"],
        version=fields["version"],
        created_at=fields["created_at"],
        updated_at=fields["updated_at"],
    )
