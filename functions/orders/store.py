"""Loading and saving carts and orders."""

from collections.abc import Iterable
from dataclasses import dataclass

from events import Event
from functions.orders.cart import Cart
from functions.orders.order import Order
from functions.orders.sold import Sold
from functions.orders.table import (
    BY_STATUS,
    BY_TIME,
    LISTED,
    NUMBER_KEY,
    SPEC,
    UNPAID,
    UNPAID_PARTITION,
    cart_item,
    cart_key,
    cart_of,
    order_item,
    order_key,
    order_of,
    order_pk,
    sold_item,
    sold_key,
    sold_of,
    status_partition,
)
from shared import clock, outbox
from shared.dynamo import Item, Key, Page, Read, Write, create, fetch, query, replace, take_number
from shared.errors import NotFound


@dataclass(frozen=True)
class Whole:
    """An order as it stands and what was sold."""

    order: Order
    sold: Sold


def cart(cart_id: str) -> Read[Cart]:
    """The cart. Raises NotFound."""

    def parse(items: list[Item | None]) -> Cart:
        if items[0] is None:
            raise NotFound("cart")
        return cart_of(items[0])

    return Read(SPEC, (cart_key(cart_id),), parse)


def save_cart(changed: Cart) -> Write:
    """The next version of a cart over the one that was read."""
    return replace(SPEC, cart_item(changed), seen=changed.version - 1)


def order(order_id: str) -> Read[Whole]:
    """The order with what was sold. Raises NotFound."""

    def parse(items: list[Item | None]) -> Whole:
        if items[0] is None or items[1] is None:
            raise NotFound("order")
        return Whole(order_of(items[0]), sold_of(items[1]))

    return Read(SPEC, (order_key(order_id), sold_key(order_id)), parse)


def create_order(new: Order, sold: Sold, *says: Event) -> tuple[Write, ...]:
    """A new order, with its news."""
    return (create(SPEC, order_item(new)), create(SPEC, sold_item(sold)), *_news(new, says))


def save_order(changed: Order, *says: Event) -> tuple[Write, ...]:
    """The next version of an order over the one that was read, with its news."""
    return (replace(SPEC, order_item(changed), seen=changed.version - 1), *_news(changed, says))


def next_number() -> int:
    """The next order number. Unique and rising; a number is skipped where the placing that took it did not happen."""
    return take_number(SPEC, NUMBER_KEY)


def page_of_orders(
    status: str | None, limit: int, after: Key | None, created: tuple[str | None, str | None]
) -> tuple[list[Whole], Page]:
    """Orders newest first. created: from and until when, RFC 3339, None for open ends."""
    index, partition = (BY_STATUS, status_partition(status)) if status else (BY_TIME, LISTED)
    low, high = created[0] or "0", created[1] or "~"  # before and after every time stamp
    page = query(SPEC, partition, index=index, sort=("between", low, high), newest_first=True, limit=limit, after=after)
    ids = [item["pk"].removeprefix("ORDER#") for item in page.items]
    (wholes,) = fetch(_orders(ids))
    return [whole for whole in wholes if status is None or whole.order.status == status], page


def overdue_orders(now: str, limit: int) -> list[str]:
    """Ids of orders that seemed unpaid past their deadline when the index was last brought up to date."""
    page = query(SPEC, UNPAID_PARTITION, index=UNPAID, sort=("<=", now), limit=limit)
    return [item["pk"].removeprefix("ORDER#") for item in page.items]


def _orders(ids: Iterable[str]) -> Read[list[Whole]]:
    keys = [key for order_id in ids for key in (order_key(order_id), sold_key(order_id))]

    def parse(items: list[Item | None]) -> list[Whole]:
        pairs = zip(items[::2], items[1::2], strict=True)
        return [Whole(order_of(head), sold_of(sold)) for head, sold in pairs if head and sold]

    return Read(SPEC, tuple(keys), parse)


def _news(changed: Order, says: tuple[Event, ...]) -> tuple[Write, ...]:
    aggregate = outbox.Aggregate("order", changed.id, changed.version)
    return outbox.say(SPEC, order_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
