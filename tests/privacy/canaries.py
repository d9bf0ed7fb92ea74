"""Twenty kinds of personal data, each marked, put into the shop by its routes; and a search that opens seals."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from infra.domains import DOMAINS
from shared import people
from shared.aws import client
from shared.dynamo import Item
from shared.dynamo.values import from_wire
from tests.in_process import InProcessShop

MARK = "kanarie"  # in each of them, and nowhere else
PHONE = "4916090000777"  # a number has no letters
EMAIL = f"{MARK}-mail@example.com"
ADDRESS = {
    "first_name": f"{MARK}-first",
    "last_name": f"{MARK}-last",
    "company": f"{MARK}-company",
    "address1": f"{MARK}-line1",
    "address2": f"{MARK}-line2",
    "city": f"{MARK}-city",
    "province": "CA",
    "postal_code": "90777",
    "country": "US",
    "phone": f"+{PHONE}",
}
OTHERWISE = ("first_name", "last_name", "company", "address1", "city")
BILLED = ADDRESS | {name: f"{MARK}-billed-{name}" for name in OTHERWISE}
PROFILE = {"first_name": f"{MARK}-own-first", "last_name": f"{MARK}-own-last", "phone": f"+{PHONE}"}
BOOK = {"address": ADDRESS | {"address1": f"{MARK}-book"}}
CONSENT = {"is_granted": True, "text": f"{MARK}-consent"}
GIFT = {"gift_note": f"{MARK}-gift"}
ASKED = {"email": EMAIL, "subject": f"{MARK}-subject", "body": f"{MARK}-question"}
REPLY, NOTE = f"{MARK}-reply", f"{MARK}-note"
WHY = f"{MARK}-why"  # what staff say of why money goes back
TAG = "always-late"  # a label that staff give; it names nobody by itself
CALLER = "203.0.113.77"
KINDS = {
    "e-mail": EMAIL,
    "phone": PHONE,
    **{f"shipping {name}": str(value) for name, value in ADDRESS.items() if str(value).startswith(MARK)},
    **{f"billing {name}": f"{MARK}-billed-{name}" for name in OTHERWISE},
    "profile's first name": PROFILE["first_name"],
    "profile's last name": PROFILE["last_name"],
    "address kept": BOOK["address"]["address1"],
    "consent's words": CONSENT["text"],
    "metadata": GIFT["gift_note"],
    "question's subject": ASKED["subject"],
    "question": ASKED["body"],
    "reply": REPLY,
    "staff's note": NOTE,
    "staff's tag": TAG,
    "staff's reason": WHY,
}


def buy(shop: InProcessShop, variant: str, option: str, **session: str) -> Any:
    """A cart with everything in it that a person can give, completed."""
    items = [{"variant_id": variant, "quantity": 1}]
    body = {
        "currency": "USD",
        "country": "US",
        "items": items,
        "email": EMAIL,
        "shipping_address": ADDRESS,
        "billing_address": BILLED,
        "shipping_option": {"id": option},
        "metadata": GIFT,
    }
    status, cart, _ = shop.call("POST", "/store/carts", body, **session)
    assert status == 201, cart
    status, done, _ = shop.complete(cart)
    assert status == 201, done
    return done


def place(shop: InProcessShop, done: Any) -> Any:
    """Paid and heard of by all."""
    shop.pay(done)
    shop.pump()
    return shop.order(done["order"]["id"])


def deliver(shop: InProcessShop, order: Any, location: str) -> None:
    """All of it left, and arrived."""
    items = [{"line_item_id": line["id"], "quantity": line["quantity"]} for line in order["items"]]
    path = f"/admin/orders/{order['id']}/fulfillments"
    status, parcel, _ = shop.admin("POST", path, {"location_id": location, "items": items})
    assert status == 201, parcel
    shop.pump()
    status, answer, _ = shop.admin("POST", f"/admin/fulfillments/{parcel['id']}/deliver", {})
    assert status in (200, 201), answer
    shop.pump()


def ask(shop: InProcessShop, **more: str) -> Any:
    """A ticket that both sides wrote to."""
    status, ticket, _ = shop.call("POST", "/store/tickets", {**ASKED, **more}, Idempotency_Key=uuid4().hex)
    assert status == 201, ticket
    path = f"tickets/{ticket['id']}/messages"
    assert shop.call("POST", f"/store/{path}", {"body": REPLY}, Ticket_Token=ticket["token"])[0] == 201
    assert shop.admin("POST", f"/admin/{path}", {"body": NOTE, "is_internal": True})[0] == 201
    shop.pump()
    return ticket


def everything() -> Iterator[tuple[str, Item]]:
    """All items of all tables, with what is sealed in them opened where a key is left, by their table's name."""
    tables = {domain.table.name: domain.table for domain in DOMAINS if domain.table}
    items = {
        name: [from_wire(each) for each in client("dynamodb").scan(TableName=table.physical_name)["Items"]]
        for name, table in tables.items()
    }
    keys = {item["pk"].removeprefix("PERSON#"): item for item in items["people"]}
    for name, found in items.items():
        for item in found:
            of = item["pk"].partition("#")[2]
            yield name, people.open_item(tables[name], item, people.key_found(of, keys.get(of)))


def in_the_open() -> list[tuple[str, str]]:
    """Where a mark is to be read without any key, but for what is deleted and not sealed: table, sort key."""
    tables = [domain.table for domain in DOMAINS if domain.table]
    scanned = ((table, client("dynamodb").scan(TableName=table.physical_name)["Items"]) for table in tables)
    items = [(table.name, from_wire(item)) for table, found in scanned for item in found]
    return [
        (name, item["sk"])
        for name, item in items
        if not item["sk"].startswith("CONSENT#") and any(word in json.dumps(_sealable(item)) for word in (MARK, PHONE))
    ]


def _sealable(item: Item) -> Item:
    """Without what SECURITY.md says to stand in the table: the notes of refunds."""
    is_refund = item["sk"].startswith("REFUND#")
    return {name: value for name, value in item.items() if not (is_refund and name == "note")}


def found() -> list[tuple[str, str, str]]:
    """Where a mark is still to be read: table, partition, sort key. Answers kept for 30 days are locked elsewhere."""
    return [
        (table, item["pk"], item["sk"])
        for table, item in everything()
        if any(word in json.dumps(item, ensure_ascii=False) for word in (MARK, PHONE))
    ]
