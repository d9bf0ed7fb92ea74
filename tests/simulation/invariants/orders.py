"""I6, I10, I12, I13: every order ends well, and a wish to buy became one order at most."""

from collections import Counter
from typing import TYPE_CHECKING

from shared import clock
from tests.simulation.invariants.books import CLOCKS_APART_S, Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World


def check(world: "World", books: Books) -> None:
    """Look at every order."""
    of_cart = Counter(order["cart_id"] for order in books.orders.values())
    for cart_id, how_many in of_cart.items():
        world.expect(how_many == 1, "I12", f"{cart_id} became {how_many} orders")
    numbers = Counter(order["number"] for order in books.orders.values() if order["number"] is not None)
    world.expect(
        all(count == 1 for count in numbers.values()), "I12", f"order numbers given twice: {numbers.most_common(2)}"
    )
    short = _short(books)
    for order_id, order in books.orders.items():
        world.happened[f"order {order['status']}"] += 1
        world.expect(order["status"] != "pending", "I13", f"{order_id} still waits")
        account = books.accounts.get(order_id)
        if order["status"] == "placed" and (account is None or account["refundable"] > 0 or account["due"] == 0):
            _check_shipped(
                world, order, {line["id"] for line in books.sold[order_id]["items"] if line["variant_id"] in short}
            )
        _check_total(world, order, books.sold[order_id])
        _check_end(world, books, order)
        _check_late_money(world, books, order)


def _short(books: Books) -> set[str]:
    """The variants of which somewhere fewer were counted than are set aside: not all who paid can have theirs."""
    return {
        variant_id
        for (variant_id, _), level in books.levels.items()
        if level["reserved"] > level["on_hand"] - level["damaged"]
    }


def _check_shipped(world: "World", order: Item, waiting: set[str]) -> None:
    """I10 of an order whose money has not gone back whole; what was refunded by the unit stays.

    waiting: lines of which there are too few on the shelves.
    """
    for line in order["lines"]:
        wanted = line["quantity"] - line["canceled"]
        is_done = wanted - line["refunded"] <= line["shipped"] <= wanted or line["id"] in waiting
        world.expect(is_done, "I10", f"{order['id']} was paid; {line['shipped']} of {wanted} units shipped")
        world.expect(line["delivered"] <= line["shipped"], "I10", f"{order['id']}: more delivered than shipped")


def _check_end(world: "World", books: Books, order: Item) -> None:
    """I13: an order does not wait for a payment that it has heard to be given up."""
    if order["status"] != "expired":
        return
    at = books.expired_at[order["id"]]
    for _, event in books.said:
        if event["type"] == "payment.voided" and event["data"]["order_id"] == order["id"]:
            note = books.tables["orders"].get((f"HEARD#orders.on_payment#{event['id']}", "HEARD"))
            waited_s = (at - clock.parse(note["heard_at"])).total_seconds() if note else 0.0
            world.expect(waited_s < CLOCKS_APART_S, "I13", f"{order['id']} waited {waited_s:.0f} s for a dead payment")


def _check_total(world: "World", order: Item, sold: Item) -> None:
    lines = sum(line["total"] for line in sold["items"])
    world.expect(
        lines + order["shipping_total"] == order["total"],
        "I6",
        f"{order['id']}: lines {lines} do not add up to {order['total']}",
    )
    for line in sold["items"]:
        world.expect(
            line["subtotal"] == line["unit_price"] * line["quantity"], "I6", f"a line of {order['id']} does not add up"
        )


def _check_late_money(world: "World", books: Books, order: Item) -> None:
    account = books.accounts.get(order["id"])
    if account and account["captured"] and order["number"] is None:
        world.happened["late money refunded"] += 1
    if account and account["captured"] and order["status"] == "canceled":
        world.happened["canceled after payment"] += 1
