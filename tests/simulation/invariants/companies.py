"""I25: nobody orders more than their company lets them, but by the word of an admin of it for what is in the cart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.dynamo.values import from_wire
from tests.simulation.invariants.books import SPECS

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass(frozen=True)
class Word:
    """What an admin approved, as it was then. lines: (variant, quantity)."""

    by: str
    total: int
    lines: tuple[tuple[str, int], ...]


def look(world: "World", table: str, sk: str, old: Any, new: Any) -> None:
    """At a word on a cart, and at an order that is made: both as the company is at that moment."""
    if table != "orders" or new is None or "id" not in new:  # a customer's own cart is a pointer
        return
    if sk == "CART":
        _look_at_word(world, from_wire(old) if old else {}, from_wire(new))
    elif sk == "ORDER" and old is None:
        _look_at_order(world, from_wire(new))


def _look_at_word(world: "World", before: Any, cart: Any) -> None:
    was, word = before.get("approval") or {}, cart.get("approval") or {}
    told = f"the word on {cart['id']}"
    for by in ("approved_by", "declined_by"):
        said = word.get(by)
        if not said or was.get(f"{by[:-3]}_at") == word[f"{by[:-3]}_at"]:
            continue
        member = _member(world, said, word["company_id"])
        is_admin = member is not None and member["role"] == "admin"
        world.expect(is_admin, "I25", f"{told} was {by[:-3]} by {said}, who is {member and member['role']}")
        is_theirs = _company_of(world, cart.get("customer_id")) in (word["company_id"], None)
        world.expect(is_theirs, "I25", f"{told} is of another company than its buyer's")
        was_asked = not was.get("approved_by") and not was.get("declined_by")
        world.expect(was_asked, "I25", f"{told} was said before")
        world.words.pop(cart["id"], None)
        if by == "approved_by":
            world.words[cart["id"]] = Word(said, word["total"], _lines(cart["lines"]))


def _look_at_order(world: "World", order: Any) -> None:
    customer = order.get("customer_id")
    company_id = _company_of(world, customer)
    told = f"{order['id']} of {customer}"
    world.expect(order.get("company_id") == company_id, "I25", f"{told} is for another company than they buy for")
    if company_id is None:
        return
    member = _member(world, customer, company_id) or {"role": "nobody", "order_limits": {}}
    limits = member["order_limits"]
    limit = None if member["role"] == "admin" or limits is None else limits.get(order["currency"], 0)
    if limit is None or order["total"] <= limit:
        return
    word = world.words.get(order["cart_id"])
    world.expect(word is not None, "I25", f"{told} comes to {order['total']} of {limit}, and nobody approved it")
    if word:
        approver = _member(world, word.by, company_id)
        is_admin = approver is not None and approver["role"] == "admin"
        world.expect(is_admin, "I25", f"{told} goes by the word of {word.by}, who is no admin")
        cart = from_wire(world.db.items(SPECS["orders"])[f"CART#{order['cart_id']}", "CART"])
        is_it = _lines(cart["lines"]) == word.lines and order["total"] <= word.total
        world.expect(is_it, "I25", f"{told} is another cart than was approved")
        world.happened["ordered by an admin's word"] += 1


def _company_of(world: "World", customer_id: str | None) -> str | None:
    row = world.db.items(SPECS["companies"]).get((f"MEMBER#{customer_id}", "COMPANY"))
    return str(from_wire(row)["company_id"]) if row else None


def _member(world: "World", customer_id: str, company_id: str) -> Any:
    company = world.db.items(SPECS["companies"]).get((f"COMPANY#{company_id}", "COMPANY"))
    members = from_wire(company)["members"] if company else []
    return next((each for each in members if each["customer_id"] == customer_id), None)


def _lines(lines: Any) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((each["variant_id"], int(each["quantity"])) for each in lines))
