"""The table of carts and orders: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| cart | `CART#{cart_id}` | `CART` | the whole cart, lines and all; to whom, sealed |
| order | `ORDER#{order_id}` | `ORDER` | what changes: status, progress of each line, deadline |
| what was sold | `ORDER#{order_id}` | `SOLD` | what never changes: lines, prices, country; to whom, sealed |
| event | `ORDER#{order_id}`, `CART#{cart_id}` | `EVENT#…` | outbox and history |
| a note of staff's | `ORDER#{order_id}` | `NOTE#{note_id}` | who wrote it and when; its words, sealed |
| what a caller holds unpaid | `UNPAID#{who}` | `UNPAID` | `hold_{order_id}`: its units; `lapsed_{day}`: a count |
| a customer's cart | `CUSTOMER#{customer_id}` | `CART` | the id of the last one made or merged into |
| a customer's totals | `CUSTOMER#{customer_id}` | `TOTALS` | how many orders, and what they came to by currency |
| number | `NUMBER` | `NUMBER` | the last order number given out |
| whose number it is | `NUMBER#{number}` | `ORDER` | the id of a placed order |
| an order that holds a SKU | `SKU#{in capitals}` | `{created_at}#{order_id}` | once, when it is placed |
| claim, inbox | `IDEM#…`, `HEARD#…` | `IDEM`, `HEARD` | idempotency of requests and messages |

| question | answered by |
|---|---|
| a cart, an order | its key |
| orders, newest first, of one status or all | indexes `orders_by_time`, `orders_by_status` |
| orders of an e-mail, newest first; carts with it | index `orders_by_email`: a keyed hash, no address |
| orders of a customer, newest first; their carts | index `orders_by_customer`, sparse |
| carts that wait for a company's word, longest first | index `carts_to_approve`, sparse |
| the order of a number | the number's row, then the order |
| orders of which units are still to leave, newest or oldest first | index `orders_to_ship`, sparse |
| placed orders that hold a SKU, newest first | the SKU's rows, then the orders |
| orders whose money is overdue | index `unpaid_orders`, sparse |
"""

from typing import Any

from functions.orders.cart import Cart
from functions.orders.lifecycle import CartStatus, Status
from functions.orders.order import Order
from functions.orders.sold import Sold
from functions.orders.unpaid import Hold, Unpaid
from shared import clock, people
from shared.dynamo import Item, Write
from shared.ids import ALPHABET
from shared.table import Index, TableSpec

BY_TIME = Index("orders_by_time", partition="listed", sort="created_at", keys_only=True)
BY_STATUS = Index("orders_by_status", partition="listed_status", sort="created_at", keys_only=True)
BY_EMAIL = Index("orders_by_email", partition="email_key", sort="created_at", keys_only=True)
BY_CUSTOMER = Index("orders_by_customer", partition="listed_customer", sort="created_at", keys_only=True)
TO_APPROVE = Index("carts_to_approve", partition="awaits_company", sort="updated_at", keys_only=True)
TO_SHIP = Index("orders_to_ship", partition="to_ship", sort="created_at", keys_only=True)
UNPAID = Index("unpaid_orders", partition="unpaid", sort="reserved_until", keys_only=True)

# Of carts and of what was sold.
PERSONAL = ("email", "shipping_address", "billing_address", "metadata", "company", "decline_reason")
LISTED = "order"  # the one partition of BY_TIME and of TO_SHIP: a thousand new orders a second before it is hot
UNPAID_PARTITIONS = ("unpaid", "unpaid.1", "unpaid.2", "unpaid.3")  # each takes a thousand changes a second
NOTE = "NOTE#"  # what the sort keys of an order's notes begin with
NUMBER_KEY = ("NUMBER", "NUMBER")
HOLD, LAPSED = "hold_", "lapsed_"  # what the attributes of a caller's holds and lapses begin with
UNPAID_DAYS_KEPT = 30  # after a caller's last order was to be paid: longer than any payment may take
CART_DAYS_KEPT = 30  # garbage is collected this long after a cart has expired


def with_what_is_to_ship(item: Item) -> Item:
    """Step 1 to 2: an order of which units are still to leave is in the index that lists those."""
    if not (item["pk"].startswith("ORDER#") and item["sk"] == "ORDER"):
        return item
    return {**item, **_to_ship(order_of(item))}


SPEC = TableSpec(
    "orders",
    indexes=(BY_TIME, BY_STATUS, BY_EMAIL, BY_CUSTOMER, TO_APPROVE, TO_SHIP, UNPAID),
    upgrades=(with_what_is_to_ship,),
)


def cart_key(cart_id: str) -> tuple[str, str]:
    """Where the cart is."""
    return (cart_pk(cart_id), "CART")


def cart_pk(cart_id: str) -> str:
    """The partition of all that is known of a cart."""
    return f"CART#{cart_id}"


def own_cart_key(customer_id: str) -> tuple[str, str]:
    """Where it stands which cart is a customer's."""
    return (f"CUSTOMER#{customer_id}", "CART")


def totals_key(customer_id: str) -> tuple[str, str]:
    """Where it stands what a customer has bought."""
    return (f"CUSTOMER#{customer_id}", "TOTALS")


def order_pk(order_id: str) -> str:
    """The partition of all that is known of an order."""
    return f"ORDER#{order_id}"


def order_key(order_id: str) -> tuple[str, str]:
    """Where the changing part of an order is."""
    return (order_pk(order_id), "ORDER")


def sold_key(order_id: str) -> tuple[str, str]:
    """Where the unchanging part of an order is."""
    return (order_pk(order_id), "SOLD")


def note_key(order_id: str, note_id: str) -> tuple[str, str]:
    """Where a note of staff's is."""
    return (order_pk(order_id), NOTE + note_id)


def unpaid_key(who: str) -> tuple[str, str]:
    """Where it stands what a caller holds unpaid. who: a fingerprint of the caller's address, never the address."""
    return (f"UNPAID#{who}", "UNPAID")


def status_partition(status: str) -> str:
    """The partition of BY_STATUS that lists the orders of this status."""
    return f"order#{status}"


def cart_partition(whose: str) -> str:
    """The partition of BY_CUSTOMER or BY_EMAIL that lists carts. whose: a customer's id, or the key of an e-mail."""
    return f"cart#{whose}"


def cart_item(cart: Cart, email_key: str | None) -> tuple[Item, tuple[Write, ...]]:
    """The cart as it is stored, and the write of its key where it has none yet.

    A cart that became an order stays as long as its expiry, for replays and questions.
    """
    pk, sk = cart_key(cart.id)
    listed = {"listed_customer": cart_partition(cart.customer_id)} if cart.customer_id else {}
    if email_key:
        listed["email_key"] = cart_partition(email_key)
    if cart.awaits_company:
        listed["awaits_company"] = cart.awaits_company
    ttl = clock.epoch(clock.parse(cart.expires_at)) + CART_DAYS_KEPT * 86_400
    item = {"pk": pk, "sk": sk, "ttl": ttl, **listed, **_plain(cart)}
    return people.seal_item(SPEC, item, PERSONAL, cart.id, cart.key)


def cart_of(item: Item, key_item: Item | None) -> Cart:
    """The cart of a stored item and of that of its key."""
    key = people.key_found(item["id"], key_item)
    found = people.open_item(SPEC, item, key)
    return Cart.model_validate({**found, "status": CartStatus(item["status"]), "key": key})


def order_item(order: Order) -> Item:
    """The order as it is stored, with the attributes that put it into its indexes."""
    pk, sk = order_key(order.id)
    item = {"pk": pk, "sk": sk, "listed": LISTED, "listed_status": status_partition(order.status), **_plain(order)}
    if order.status is Status.PENDING:
        item["unpaid"] = UNPAID_PARTITIONS[ALPHABET.index(order.id[-1]) % len(UNPAID_PARTITIONS)]
    if order.customer_id:
        item["listed_customer"] = order.customer_id
    item |= _to_ship(order)
    for name in ("reserved_until", "email_key"):
        if item[name] is None:
            del item[name]  # an index's key cannot be null
    return item


def _to_ship(order: Order) -> Item:
    """What puts the order into the index of those to ship, if it is one."""
    return {"to_ship": LISTED} if order.is_to_ship else {}


def number_key(number: int) -> tuple[str, str]:
    """Where it stands whose number this is."""
    return (f"NUMBER#{number}", "ORDER")


def number_item(number: int, order_id: str) -> Item:
    """Whose number this is."""
    pk, sk = number_key(number)
    return {"pk": pk, "sk": sk, "order_id": order_id}


def sku_pk(sku: str) -> str:
    """The partition of the orders that hold a SKU, in whatever letters it is typed."""
    return f"SKU#{sku.upper()}"


def sku_item(sku: str, order: Order) -> Item:
    """The row that finds an order by a SKU that it holds; it never changes."""
    return {"pk": sku_pk(sku), "sk": f"{order.created_at}#{order.id}"}


def listed_id(row: Item) -> str:
    """The id of the order that a row is about: of an index, or of a SKU."""
    kind, _, order_id = row["pk"].partition("#")
    return str(order_id if kind == "ORDER" else row["sk"].partition("#")[2])


def order_of(item: Item) -> Order:
    """The order of a stored item."""
    return Order.model_validate(item)


def sold_item(sold: Sold) -> tuple[Item, tuple[Write, ...]]:
    """What was sold, as it is stored, and the write of its key."""
    pk, sk = sold_key(sold.order_id)
    return people.seal_item(SPEC, {"pk": pk, "sk": sk, **_plain(sold)}, PERSONAL, sold.order_id, None)


def sold_of(item: Item, key_item: Item | None = None) -> Sold:
    """What was sold, of a stored item; to whom, where its key was read too."""
    return Sold.model_validate(people.open_item(SPEC, item, people.key_found(item["order_id"], key_item)))


def unpaid_of(who: str, item: Item | None) -> Unpaid:
    """What a caller holds, of the stored item or of none."""
    found = item or {}
    holds = {name.removeprefix(HOLD): value for name, value in found.items() if name.startswith(HOLD)}
    return Unpaid(
        who,
        counted=found.get("counted", 0),
        holds=tuple(Hold(order_id, value["units"], value["until"]) for order_id, value in holds.items()),
        lapses={name.removeprefix(LAPSED): value for name, value in found.items() if name.startswith(LAPSED)},
    )


def _plain(model: Any) -> Item:
    fields: Item = model.model_dump(mode="json")
    return fields
