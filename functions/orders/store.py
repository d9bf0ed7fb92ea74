"""Loading and saving carts and orders."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events import Event
from functions.orders.cart import Cart
from functions.orders.lifecycle import Status
from functions.orders.order import Order
from functions.orders.sold import Sold
from functions.orders.table import (
    BY_CUSTOMER,
    BY_EMAIL,
    BY_STATUS,
    BY_TIME,
    HOLD,
    LAPSED,
    LISTED,
    NUMBER_KEY,
    PERSONAL,
    SPEC,
    TO_APPROVE,
    TO_SHIP,
    UNPAID,
    UNPAID_DAYS_KEPT,
    UNPAID_PARTITIONS,
    cart_item,
    cart_key,
    cart_of,
    cart_pk,
    listed_id,
    number_item,
    number_key,
    order_item,
    order_key,
    order_of,
    order_pk,
    own_cart_key,
    sku_item,
    sku_pk,
    sold_item,
    sold_key,
    sold_of,
    status_partition,
    totals_key,
    unpaid_key,
    unpaid_of,
)
from functions.orders.unpaid import Unpaid, day_of
from shared import clock, outbox
from shared.dynamo import (
    Item,
    Key,
    Page,
    Read,
    Write,
    create,
    delete,
    fetch,
    query_all,
    query_kept,
    replace,
    take_number,
    update,
)
from shared.errors import NotFound
from shared.http import Between, Request, guest
from shared.people import SEALED, destroy_key, key_place
from shared.signing import pseudonyms
from shared.table import Index

OVERDUE_PAGE = 100  # orders a page of each partition; a run expires some thousands


@dataclass(frozen=True)
class Whole:
    """An order as it stands and what was sold."""

    order: Order
    sold: Sold


def cart(cart_id: str) -> Read[Cart]:
    """The cart. Raises NotFound."""

    def parse(items: list[Item | None]) -> Cart:
        stored, key = items
        if stored is None:
            raise NotFound("cart")
        return cart_of(stored, key)

    return Read(SPEC, (cart_key(cart_id),), parse, beside=(key_place(cart_id),))


def cart_for(request: Request, cart_id: str) -> Read[Cart]:
    """The cart, for who holds its token, and for its customer. Raises NotFound: foreign and missing look the same."""
    read = cart(cart_id)

    def parse(items: list[Item | None]) -> Cart:
        if request.proven.isdisjoint({cart_id, items[0].get("customer_id") if items[0] else None}):
            raise NotFound
        return read.parse(items)

    return read.into(parse)


def own_cart_id(customer_id: str) -> Read[str | None]:
    """The id of the customer's cart, whether it is still open or not."""
    return Read(SPEC, (own_cart_key(customer_id),), lambda items: items[0]["cart_id"] if items[0] else None)


def make_own(cart: Cart) -> tuple[Write, ...]:
    """This one is its customer's cart from now on; of a guest's nothing is written."""
    if cart.customer_id is None:
        return ()
    key, names, values = own_cart_key(cart.customer_id), {"#cart_id": "cart_id"}, {":cart_id": cart.id}
    return (update(SPEC, key, "SET #cart_id = :cart_id", condition="", names=names, values=values),)


def save_cart(changed: Cart, *says: Event) -> tuple[Write, ...]:
    """The next version of a cart over the one that was read, with its news."""
    item, key = cart_item(changed, email_keys(changed.email)[0] if changed.email else None)
    aggregate = outbox.Aggregate("cart", changed.id, changed.version)
    news = outbox.say(SPEC, cart_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
    return (replace(SPEC, item, seen=changed.version - 1), *key, *news)


def page_of_carts_to_approve(company_id: str, now: datetime, limit: int, after: Key | None) -> tuple[list[Cart], Page]:
    """A page of the carts that wait for a company's word, as they are now, who waits longest first."""

    def keep(items: list[Item]) -> list[Cart | None]:
        return [
            each if each and each.awaits_company == company_id and each.is_open(now) else None for each in _carts(items)
        ]

    return query_kept(SPEC, company_id, keep=keep, index=TO_APPROVE, limit=limit, after=after)


def _carts(items: list[Item]) -> list[Cart | None]:
    """The carts of these rows of an index, one for one."""
    reads = [cart(item["pk"].removeprefix("CART#")) for item in items]
    places = tuple(place for read in reads for place in read.beside)

    def parse(found: list[Item | None]) -> list[Cart | None]:
        pairs = zip(found[: len(reads)], found[len(reads) :], strict=True)
        return [cart_of(stored, key) if stored else None for stored, key in pairs]

    keys = tuple(key for read in reads for key in read.keys)
    return fetch(Read(SPEC, keys, parse, beside=places))[0] if reads else []


def order(order_id: str) -> Read[Whole]:
    """The order with what was sold, and to whom. Raises NotFound."""

    def parse(items: list[Item | None]) -> Whole:
        head, sold, key = items
        if head is None or sold is None:
            raise NotFound("order")
        return Whole(order_of(head), sold_of(sold, key))

    return Read(SPEC, (order_key(order_id), sold_key(order_id)), parse, beside=(key_place(order_id),))


def order_of_nobody(order_id: str) -> Read[Whole]:
    """The order with what was sold, but not to whom: for who has nothing to do with people. Raises NotFound."""
    read = order(order_id)
    return Read(SPEC, read.keys, lambda items: read.parse([*items, None]))


def are_there(*order_ids: str) -> Read[bool]:
    """Whether all of these orders are there."""
    return Read(SPEC, tuple(map(order_key, order_ids)), lambda items: None not in items)


def order_for(request: Request, order_id: str) -> Read[Whole]:
    """The order, for its customer, and who holds its token or that of the cart it was made of. Raises NotFound."""
    read = order(order_id)

    def parse(items: list[Item | None]) -> Whole:
        found = items[0]
        if found is None:
            raise NotFound
        tokens = {order_id, found["cart_id"]}
        since = found.get("tokens_valid_from")
        if since is not None and not guest.is_opened_since(tokens, clock.parse(since), request.headers, request.now):
            tokens = set()
        if request.proven.isdisjoint({*tokens, found.get("customer_id")}):
            raise NotFound
        if found.get("erased_at"):
            raise NotFound("order")
        return read.parse(items)

    return read.into(parse)


def create_order(new: Order, sold: Sold, *says: Event) -> tuple[Write, ...]:
    """A new order, with its news."""
    item, key = sold_item(sold)
    return (create(SPEC, order_item(new)), create(SPEC, item), *key, *_news(new, says))


def save_order(changed: Order, *says: Event) -> tuple[Write, ...]:
    """The next version of an order over the one that was read, with its news. Once it waits no more, it is not held."""
    given_back: tuple[Write, ...] = ()
    if changed.held_by and changed.status is not Status.PENDING:
        given_back = (_give_back(changed, changed.held_by),)
        changed = changed.model_copy(update={"held_by": None})
    return (replace(SPEC, order_item(changed), seen=changed.version - 1), *given_back, *_news(changed, says))


def forget_order(whole: Whole, now: datetime) -> tuple[Write, ...]:
    """The order as it stays for good: what was sold, for how much, into which country and region, and not to whom."""
    where, names = whole.sold.whereto, {f"#{name}": name for name in (*PERSONAL, SEALED, "destination")}
    stays = {"#destination": {"country": where.country, "province": where.province}}
    if whole.sold.company:  # who is forgotten bought for it, and what it was taxed by is not theirs
        stays["#company"] = whole.sold.company.model_dump(mode="json")
    gone = ", ".join(name for name in names if name not in stays)
    values = {f":{name[1:]}": value for name, value in stays.items()}
    expression = f"SET {', '.join(f'{name} = :{name[1:]}' for name in stays)} REMOVE {gone}"
    order_id = whole.order.id
    return (
        *save_order(whole.order.forgotten(now)),
        update(SPEC, sold_key(order_id), expression, names=names, values=values),
        destroy_key(order_id, now),
    )


def forget_cart(cart_id: str, now: datetime) -> tuple[Write, ...]:
    """The cart is gone. Has no condition: done again, it changes nothing."""
    return (delete(SPEC, cart_key(cart_id), condition=""), destroy_key(cart_id, now))


def forget_own_cart(customer_id: str) -> Write:
    """No cart is the customer's any more."""
    return delete(SPEC, own_cart_key(customer_id), condition="")


def forget_totals(customer_id: str) -> Write:
    """Nothing is counted as the customer's any more."""
    return delete(SPEC, totals_key(customer_id), condition="")


def ids_listed(index: Index, partition: str) -> list[str]:
    """The ids of all orders or carts that an index lists there. A stale list."""
    return [item["pk"].partition("#")[2] for item in query_all(SPEC, partition, index=index)]


def unpaid(who: str) -> Read[Unpaid]:
    """What a caller's orders hold without being paid for."""
    return Read(SPEC, (unpaid_key(who),), lambda items: unpaid_of(who, items[0]))


def hold(before: Unpaid, order: Order, units: Mapping[str, int], until: datetime) -> Write:
    """Count a new order among those that its caller has not paid for.

    Raises Stale from the commit where another order of the caller's was counted since `before` was read. One that is
    given back meanwhile leaves only more room.
    """
    today = day_of(clock.parse(order.created_at))
    old = [f"{LAPSED}{day}" for day in before.lapses if day != today]
    names = {"#counted": "counted", "#ttl": "ttl", "#hold": HOLD + order.id}
    names |= {f"#old{n}": name for n, name in enumerate(old)}
    remove = " REMOVE " + ", ".join(f"#old{n}" for n in range(len(old))) if old else ""
    return update(
        SPEC,
        unpaid_key(before.who),
        "SET #counted = :next, #ttl = :ttl, #hold = :hold" + remove,
        condition="#counted = :seen" if before.counted else "attribute_not_exists(#counted)",
        names=names,
        values={
            ":next": before.counted + 1,
            **({":seen": before.counted} if before.counted else {}),
            ":ttl": _unpaid_ttl(until),
            ":hold": {"units": dict(units), "until": clock.stamp(until)},
        },
    )


def _give_back(ended: Order, who: str) -> Write:
    """An order waits for no money any more. Has no condition: what is not counted is taken from nobody."""
    now = clock.parse(ended.updated_at)
    names = {"#ttl": "ttl", "#hold": HOLD + ended.id}
    values = {":ttl": _unpaid_ttl(now)}
    lapsed = ""
    if ended.status is not Status.PLACED:
        lapsed, names["#lapsed"], values[":one"] = " ADD #lapsed :one", LAPSED + day_of(now), 1
    expression = f"SET #ttl = :ttl REMOVE #hold{lapsed}"
    return update(SPEC, unpaid_key(who), expression, condition="", names=names, values=values)


def _unpaid_ttl(moment: datetime) -> int:
    return clock.epoch(moment + timedelta(days=UNPAID_DAYS_KEPT))


def next_number() -> int:
    """The next order number. Unique and rising; a number is skipped where the placing that took it did not happen."""
    return take_number(SPEC, NUMBER_KEY)


def point_to(placed: Order) -> Write:
    """The row that finds a placed order by its number."""
    return create(SPEC, number_item(placed.number or 0, placed.id))


def list_by_skus(placed: Order, sold: Sold) -> tuple[Write, ...]:
    """The rows that find a placed order by what it holds."""
    skus = dict.fromkeys(line.sku.upper() for line in sold.items)
    return tuple(create(SPEC, sku_item(sku, placed)) for sku in skus)


def numbered(number: int) -> Read[str | None]:
    """The id of the order with this number."""
    return Read(SPEC, (number_key(number),), lambda items: items[0]["order_id"] if items[0] else None)


def page_of_orders(
    partition: tuple[Index | None, str],
    created: Between,
    is_wanted: Callable[[Whole], bool],
    *,
    newest_first: bool,
    limit: int,
    after: Key | None,
) -> tuple[list[Whole], Page]:
    """The wanted orders of a partition below, as they stand now."""
    index, key = partition
    first, last = _bounds(index, created)

    def keep(items: list[Item]) -> Sequence[Whole | None]:
        (wholes,) = fetch(_orders(map(listed_id, items)))
        return [whole if whole and is_wanted(whole) else None for whole in wholes]

    return query_kept(
        SPEC,
        key,
        keep=keep,
        index=index,
        limit=limit,
        after=after,
        sort=("between", first, last),
        newest_first=newest_first,
    )


def ids_of_orders(partition: tuple[Index | None, str], created: Between) -> Iterator[str]:
    """The ids of all orders of a partition below, oldest first, as it lists them now."""
    index, key = partition
    first, last = _bounds(index, created)
    for item in query_all(SPEC, key, index=index, sort=("between", first, last)):
        yield listed_id(item)


def _bounds(index: Index | None, created: Between) -> tuple[str, str]:
    """Of what a partition is sorted by: moments, with the order's id behind them in the rows of a SKU."""
    first, last = created.stamps
    return first, last if index else f"{last}#~"


def all_orders() -> tuple[Index, str]:
    """Where all orders are listed."""
    return BY_TIME, LISTED


def orders_in(status: str) -> tuple[Index, str]:
    """Where the orders of a status are listed."""
    return BY_STATUS, status_partition(status)


def orders_to_ship() -> tuple[Index, str]:
    """Where the orders are listed of which units are still to leave."""
    return TO_SHIP, LISTED


def orders_with(sku: str) -> tuple[None, str]:
    """Where the placed orders are listed that hold a SKU."""
    return None, sku_pk(sku)


def orders_of(email_key: str) -> tuple[Index, str]:
    """Where the orders of an e-mail are listed."""
    return BY_EMAIL, email_key


def orders_of_customer(customer_id: str) -> tuple[Index, str]:
    """Where a customer's orders are listed."""
    return BY_CUSTOMER, customer_id


def orders(order_ids: Iterable[str]) -> Read[list[Whole]]:
    """Those of these orders that are there."""
    read = _orders(order_ids)
    return read.into(lambda items: [whole for whole in read.parse(items) if whole])


def overdue_orders(now: str) -> Iterator[str]:
    """Ids of orders that seem unpaid past their deadline, oldest first, page by page as they are taken.

    A stale list: decide by the order. One that stays in it is passed once.
    """
    pages = (
        query_all(SPEC, partition, index=UNPAID, sort=("<=", now), limit=OVERDUE_PAGE)
        for partition in UNPAID_PARTITIONS
    )
    for item in heapq.merge(*pages, key=lambda item: str(item["reserved_until"])):
        yield item["pk"].removeprefix("ORDER#")


def _orders(ids: Iterable[str]) -> Read[list[Whole | None]]:
    reads = list(map(order, ids))

    def parse(items: list[Item | None]) -> list[Whole | None]:
        heads, solds, keys = items[: 2 * len(reads) : 2], items[1 : 2 * len(reads) : 2], items[2 * len(reads) :]
        triples = zip(heads, solds, keys, strict=True)
        return [Whole(order_of(head), sold_of(sold, key)) if head and sold else None for head, sold, key in triples]

    keys = tuple(key for read in reads for key in read.keys)
    return Read(SPEC, keys, parse, beside=tuple(place for read in reads for place in read.beside))


def email_keys(email: str) -> list[str]:
    """What all orders and carts with this e-mail are found by: one key, and during a rotation the one before."""
    return pseudonyms("order_email", email.casefold())


def _news(changed: Order, says: tuple[Event, ...]) -> tuple[Write, ...]:
    aggregate = outbox.Aggregate("order", changed.id, changed.version)
    return outbox.say(SPEC, order_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
