"""Find orders by what people know of them: an e-mail, an order's number, a parcel's."""

from functions import fulfillment
from functions.orders import store
from functions.orders.inputs import OrderFilters, OrderQuery
from functions.orders.store import Whole, email_keys
from shared.dynamo import Key, Page, fetch
from shared.http.paging import BadCursor, cut
from shared.table import Index

Found = tuple[list[Whole], Page]


def email_key(email: str) -> str:
    """What a new order with this e-mail is found by: a keyed hash of it, so that no index tells an address."""
    return email_keys(email)[0]


def find_orders(query: OrderQuery, limit: int, after: Key | None) -> Found:
    """A page of the orders for which all of the query's filters hold. Raises WrongRange or BadCursor."""
    created = query.created
    if query.number is not None or query.tracking_number is not None:
        (wholes,) = fetch(store.orders(_named(query)))
        return _cut([whole for whole in wholes if _is_wanted(whole, query)], query, limit, after)
    if query.email:
        return _of_email(query, limit, after)
    return store.page_of_orders(
        shortest_list(query),
        created,
        lambda whole: _is_wanted(whole, query),
        newest_first=_is_newest_first(query),
        limit=limit,
        after=after,
    )


def shortest_list(filters: OrderFilters) -> tuple[Index | None, str]:
    """The list that has the fewest others besides those for which the filters hold."""
    if filters.customer_id:
        return store.orders_of_customer(filters.customer_id)
    if filters.is_to_ship:
        return store.orders_to_ship()
    if filters.sku:
        return store.orders_with(filters.sku)
    return store.orders_in(filters.status) if filters.status else store.all_orders()


def is_let_through(whole: Whole, filters: OrderFilters) -> bool:
    """Whether all of the filters hold for an order."""
    order = whole.order
    return (
        filters.status in (None, order.status)
        and filters.is_to_ship in (None, order.is_to_ship)
        and filters.fulfillment_status in (None, order.fulfillment_status)
        and filters.customer_id in (None, order.customer_id)
        and (filters.sku is None or _holds(whole, filters.sku))
    )


def _of_email(query: OrderQuery, limit: int, after: Key | None) -> Found:
    """While the key is being rotated, the newer orders are found under the current one, the older under the
    previous."""
    keys = email_keys(query.email or "")
    keys = keys if _is_newest_first(query) else keys[::-1]
    if after and after["email_key"] not in keys:
        raise BadCursor
    found: list[Whole] = []
    page = Page([], None)
    for key in keys[keys.index(after["email_key"]) if after else 0 :]:
        if len(found) == limit:
            return found, Page([], {"email_key": key})
        more, page = store.page_of_orders(
            store.orders_of(key),
            query.created,
            lambda whole: _is_wanted(whole, query),
            newest_first=_is_newest_first(query),
            limit=limit - len(found),
            after=after if after and "pk" in after and after["email_key"] == key else None,
        )
        found += more
        if page.next_key:
            break
    return found, page


def _named(query: OrderQuery) -> list[str]:
    """The orders that a number names: the order's own, or that of a parcel they are in."""
    if query.number is None:
        return fulfillment.orders_tracked(query.tracking_number or "")
    (order_id,) = fetch(store.numbered(query.number))
    tracked = fulfillment.orders_tracked(query.tracking_number) if query.tracking_number else [order_id]
    return [order_id] if order_id and order_id in tracked else []


def _cut(wholes: list[Whole], query: OrderQuery, limit: int, after: Key | None) -> Found:
    wholes.sort(key=lambda whole: (whole.order.created_at, whole.order.id), reverse=_is_newest_first(query))
    return cut(wholes, lambda whole: whole.order.id, limit, after)


def _is_wanted(whole: Whole, query: OrderQuery) -> bool:
    order = whole.order
    return (
        is_let_through(whole, query)
        and (query.email is None or order.email_key in email_keys(query.email))
        and query.created.holds(order.created_at)
    )


def _holds(whole: Whole, sku: str) -> bool:
    """Whether it was ever placed and a line of it has the SKU, in whatever letters."""
    return whole.order.placed_at is not None and sku.upper() in {line.sku.upper() for line in whole.sold.items}


def _is_newest_first(query: OrderQuery) -> bool:
    return query.sort == "-created_at"
