"""I20, I22, I23: what is a customer's stays theirs, of who is forgotten nothing is left, a merge loses nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from functions.customers.by_email import imported_ids
from functions.customers.found_by import keys_for
from functions.orders.table import order_of
from shared import clock
from shared.dynamo.values import from_wire
from shared.people import SEALED, key_found, key_place, open_item
from tests.simulation.invariants.books import CLOCKS_APART_S, SPECS, Books

if TYPE_CHECKING:
    from tests.simulation.world import World

NOTE = "ask the warehouse"  # in what staff note for each other
Change = tuple[Any, Any]  # an item before and after


@dataclass
class Merging:
    """carts: that changed in a commit, by its id: a merge changes two. told: carts of which it was said."""

    told: set[str] = field(default_factory=set)
    carts: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))


def look(world: "World", table: str, sk: str, old: Any, new: Any) -> None:
    """At a change of a cart or an order: whose it is, it stays; and what was merged is in the other one."""
    if table != "orders" or sk not in ("CART", "ORDER") or new is None or old is None or "id" not in new:
        return
    before, after = from_wire(old), from_wire(new)
    if after.get("erased_at") and not before.get("erased_at"):
        is_over = order_of(before).is_over(clock.now() + timedelta(seconds=CLOCKS_APART_S))
        world.expect(is_over, "I22", f"{after['id']} is nobody's, and still open")
        world.happened["order of nobody any more"] += 1
        return
    owner = None if before["status"] == "merged" else before.get("customer_id")  # a restored one is a guest's again
    now = after.get("customer_id")
    is_united = (owner, now) in world.uniting
    told = f"{before['id']} went from one customer to another"
    world.expect(owner in (None, now) or is_united, "I20", told)
    world.happened["moved to the account that stays"] += is_united
    if sk == "CART":
        is_kept = before["status"] != "completed" or before["lines"] == after["lines"]
        world.expect(is_kept, "I23", f"{before['id']} was bought, and is another now")
        changes = world.merging.carts[after["_commit"]]
        changes.append((before, after))
        if len(changes) == 2 and not is_united:
            _check_merge(world, *sorted(changes, key=lambda change: change[1]["status"] != "merged"))


def _check_merge(world: "World", guest: Change, own: Change) -> None:
    there, into = guest[1], own[1]
    told = f"{there['id']} into {into['id']}"
    world.expect(
        there["status"] == "merged" and there["merged_into"] == into["id"], "I23", f"two carts changed: {told}"
    )
    left = Counter({each["variant_id"]: each["quantity"] for each in there["not_taken"]})
    wanted = _units(own[0]) + _units(guest[0])
    world.expect(_units(into) + left == wanted, "I23", f"merging {told} lost or made units")
    world.expect(_units(there) == _units(guest[0]), "I23", f"{there['id']} cannot be restored as it was")


def check(world: "World", books: Books) -> None:
    """Once all is at rest."""
    carts = books.carts
    for cart in carts.values():
        is_known = cart["status"] != "merged" or cart["merged_into"] in carts
        world.expect(is_known, "I23", f"{cart['id']} was merged into nothing")
    for cart_id in world.merging.told & carts.keys():  # others were forgotten
        is_closed = cart_id in carts and carts[cart_id]["status"] == "merged"
        world.expect(is_closed, "I23", f"{cart_id} was merged, and can be bought as well")
    for order_id, order in books.orders.items():
        _check_owner(world, order_id, order, books)
    people = [item for (_, sk), item in books.tables["customers"].items() if sk == "CUSTOMER"]
    accounts = Counter(item["sub"] for item in people if item["sub"])  # who was imported may have none
    for sub, count in accounts.items():
        world.expect(count == 1, "I23", f"the account {sub} is {count} customers")
    _check_united(world, books)
    _check_tickets(world, books)
    _check_forgotten(world, books)


def _check_united(world: "World", books: Books) -> None:
    """I23: of who went into another account nothing is left behind."""
    for (_, sk), item in books.tables["customers"].items():
        if sk != "CUSTOMER" or not item.get("merged_into"):
            continue
        goes, stays = item["id"], item["merged_into"]
        is_known = (goes, stays) in world.uniting or _was_imported(world, goes, stays)
        world.expect(is_known, "I23", f"{goes} went into {stays}, and nobody asked for it")
        left = [
            each["id"] for each in (*books.orders.values(), *books.carts.values()) if each.get("customer_id") == goes
        ]
        world.expect(not left, "I23", f"{goes} went into {stays}, and {left[:2]} stayed behind")
        world.happened["account that is another's now"] += 1


def _was_imported(world: "World", goes: str, stays: str) -> bool:
    """Whether a file brought the one, with an address that the pool knows to be the other's."""
    email = world.members.get(stays)
    return email in world.imported and goes in imported_ids(keys_for("email", email))


def _went_into(books: Books, customer_id: str | None) -> set[str]:
    """Who is this customer now."""
    people = [item for (_, sk), item in books.tables["customers"].items() if sk == "CUSTOMER"]
    return {item["id"] for item in people if customer_id and item.get("merged_into") == customer_id}


def _check_forgotten(world: "World", books: Books) -> None:
    """I22: who asked to be forgotten waits for an open order, or is nowhere, whatever keys there are."""
    keys = {key_place(pk.partition("#")[2])[1]: item for (pk, _), item in books.tables["people"].items()}
    opened = [
        (f"{name} {pk} {sk}", repr(open_item(SPECS[name], item, key_found(of, keys.get(key_place(of)[1])))))
        for name, items in books.tables.items()
        for (pk, sk), item in items.items()
        for of in [pk.partition("#")[2]]
    ]
    of_whom = {item["customer_id"]: item for (_, sk), item in books.tables["privacy"].items() if sk == "ERASURE"}
    for customer_id, mark in world.forgotten.items():
        erasure = of_whom.get(customer_id)
        world.expect(erasure is not None, "I23", f"{customer_id} asked to be forgotten, and nobody knows")
        if erasure is None or erasure["status"] != "done":
            world.happened["erasure waits for an open order"] += 1
            continue
        world.happened["forgotten"] += 1
        again = [f"CUSTOMER#{each} " for each in imported_ids(keys_for("email", mark))]  # by a file, after all
        left = [where for where, text in opened if mark in text and not any(each in where for each in again)]
        world.expect(not left, "I22", f"{customer_id} is forgotten but for {left[:2]}")


def _check_owner(world: "World", order_id: str, order: Any, books: Books) -> None:
    owner, carts = order.get("customer_id"), books.carts
    given = carts[order["cart_id"]].get("customer_id") if order["cart_id"] in carts else owner
    if owner == given:
        return
    if order.get("erased_at"):
        return
    theirs = {owner, *_went_into(books, owner)}
    emails = {world.members[each] for each in theirs & world.members.keys()}
    claimed = owner is not None and given is None and world.emails.get(order["cart_id"]) in emails
    world.expect(claimed, "I20", f"{order_id} belongs to {owner}, its cart to {given}")


def _check_tickets(world: "World", books: Books) -> None:
    tickets = {item["id"]: item for (_, sk), item in books.tables["support"].items() if sk == "TICKET"}
    gone = {f"TICKET#{ticket_id}" for ticket_id, ticket in tickets.items() if not ticket.get(SEALED)}
    said = [item for (_, sk), item in books.tables["support"].items() if sk.startswith("MESSAGE#")]
    messages = Counter(item["ticket_id"] for item in said)
    public = {item["id"] for item in said if not item["is_internal"]}
    told = [
        event["data"]["message_id"]
        for domain, event in books.said
        if domain == "support" and _tells(event) and event["pk"] not in gone
    ]
    world.expect(sorted(told) == sorted(public), "I16", f"of {len(public)} messages {len(told)} were told")
    for mail in world.mail.sent:
        world.expect(NOTE not in str(mail), "I20", "a note of staff's was sent to a shopper")
    for key, ticket_id in world.tickets.items():
        world.expect(ticket_id in tickets, "I23", f"the question {key} was taken, and is not there")
    for ticket_id, ticket in tickets.items():
        there = messages[ticket_id]
        world.expect(there == ticket["messages"], "I23", f"{ticket_id} has {there} messages of {ticket['messages']}")
    numbers = Counter(ticket["number"] for ticket in tickets.values())
    world.expect(all(count == 1 for count in numbers.values()), "I23", "two tickets have one number")


def _tells(event: Any) -> bool:
    """Whether it is of what both sides read; a note is news for a helpdesk alone."""
    return bool(event["data"].get("message_id")) and event["type"] != "ticket.note_added"


def _units(cart: Any) -> Counter[str]:
    return Counter({line["variant_id"]: line["quantity"] for line in cart["lines"]})
