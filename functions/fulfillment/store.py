"""Loading and staged writes of what fulfillment keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import Event
from functions.fulfillment.fulfillment import Fulfillment, Tracking, plain
from functions.fulfillment.number import Number, Place
from functions.fulfillment.shipping_option import ShippingOption
from functions.fulfillment.table import (
    OPTIONS_KEY,
    SPEC,
    fulfillment_item,
    fulfillment_key,
    fulfillment_of,
    number_item,
    number_key,
    number_of,
    options_item,
    options_of,
    order_of_key,
    tracked_item,
    tracked_key,
    tracked_pk,
)
from shared import outbox
from shared.dynamo import Item, Key, Page, Read, Write, create, delete, fetch, query, query_all, replace
from shared.errors import NotFound
from shared.ids import is_id
from shared.outbox import Aggregate

TRACKED_MAX = 100  # parcels under one number, in all the years; a carrier gives it out again after a while


@dataclass(frozen=True)
class Directory:
    """All shipping options, and the version of the item that holds them (0: there are none yet)."""

    options: tuple[ShippingOption, ...]
    version: int

    def option(self, option_id: str) -> ShippingOption:
        """The option of this id. Raises NotFound."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise NotFound("shipping option")

    def save(self, *options: ShippingOption) -> Write:
        """The write that makes these all the options there are."""
        return replace(SPEC, options_item(options, self.version + 1), seen=self.version)


def shipping_options() -> Read[tuple[ShippingOption, ...]]:
    """All shipping options, for a caller's own fetch."""
    return Read(SPEC, (OPTIONS_KEY,), lambda items: options_of(items[0]))


def directory() -> Read[Directory]:
    """All shipping options, to change them."""
    return Read(
        SPEC, (OPTIONS_KEY,), lambda items: Directory(options_of(items[0]), items[0]["version"] if items[0] else 0)
    )


def get(key: tuple[str, str]) -> Read[Item | None]:
    """One item as it is, None where it is not there."""
    return Read(SPEC, (key,), lambda items: items[0])


def load(fulfillment_id: str) -> Fulfillment:
    """The fulfillment of this id. Raises NotFound."""
    (pointer,) = fetch(get(order_of_key(fulfillment_id))) if is_id(fulfillment_id, "ful") else (None,)
    if pointer is None:
        raise NotFound("fulfillment")
    return load_of_order(pointer["order_id"], fulfillment_id)


def load_of_order(order_id: str, fulfillment_id: str) -> Fulfillment:
    """The fulfillment where its order is known. Raises NotFound."""
    (item,) = fetch(get(fulfillment_key(order_id, fulfillment_id)))
    if item is None:
        raise NotFound("fulfillment")
    return fulfillment_of(item)


def number(carrier: str, number: str) -> Read[Number]:
    """Whose the tracking number is, and what was told of it."""
    return Read(SPEC, (number_key(carrier, number),), lambda items: number_of(carrier, number, items[0]))


def parcels_at(places: Sequence[Place]) -> Read[list[Fulfillment]]:
    """The fulfillments of a tracking number."""
    keys = tuple(fulfillment_key(place.order_id, place.fulfillment_id) for place in places)
    return Read(SPEC, keys, lambda items: [fulfillment_of(item) for item in items if item])


def fulfillments_of(order_id: str) -> list[Fulfillment]:
    """Every parcel of an order, oldest first."""
    pk, _ = fulfillment_key(order_id, "")
    return [fulfillment_of(item) for item in query_all(SPEC, pk, sort=("begins_with", "FULFILLMENT#"))]


def orders_tracked(number: str) -> list[str]:
    """The ids of the orders with a parcel of this number, whichever carrier's."""
    page = query(SPEC, tracked_pk(number), sort=("begins_with", "PARCEL#"), limit=TRACKED_MAX)
    return list(dict.fromkeys(item["order_id"] for item in page.items))


def history(order_id: str) -> list[dict[str, Any]]:
    """Everything that the parcels of an order have said, as the bus got it."""
    return [said for each in fulfillments_of(order_id) for said in outbox.history(SPEC, order_of_key(each.id)[0])]


def page_of(order_id: str, limit: int, after: Key | None) -> tuple[list[Fulfillment], Page]:
    """Some parcels of an order, oldest first."""
    pk, _ = fulfillment_key(order_id, "")
    page = query(SPEC, pk, sort=("begins_with", "FULFILLMENT#"), limit=limit, after=after)
    return [fulfillment_of(item) for item in page.items], page


def found_by(before: Tracking | None, parcel: Fulfillment) -> tuple[Write, ...]:
    """The row that finds the parcel by its number, whichever carrier's; the one by the number before is gone."""
    old, new = (plain(each.number) if each else None for each in (before, parcel.tracking))
    if old == new:
        return ()
    return (
        *((create(SPEC, tracked_item(new, parcel.order_id, parcel.id)),) if new else ()),
        *((delete(SPEC, tracked_key(old, parcel.id)),) if old else ()),
    )


def save_number(changed: Number) -> Write:
    """The next version of a tracking number. Raises Stale where it changed meanwhile."""
    return replace(SPEC, number_item(changed), seen=changed.version - 1)


def save(parcel: Fulfillment, says: tuple[Event, ...], now: datetime) -> tuple[Write, ...]:
    """The writes of a parcel's next version and of what is said about it."""
    pk, _ = order_of_key(parcel.id)
    told = outbox.say(SPEC, pk, Aggregate("fulfillment", parcel.id, parcel.version), *says, now=now)
    return (replace(SPEC, fulfillment_item(parcel), seen=parcel.version - 1), *told)
