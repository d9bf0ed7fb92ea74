"""I12 and I14: the same key gets the same answer, and every order answers to somebody who asked for it."""

from typing import TYPE_CHECKING

from tests.simulation.invariants.books import Books

if TYPE_CHECKING:
    from tests.simulation.world import World


def check(world: "World", books: Books) -> None:
    """Compare all answers that each wish to buy got."""
    carts = set()
    for intent in world.intents:
        carts.add(intent.cart_id)
        made = intent.made
        if not made:
            continue
        if len(made) > 1:
            world.happened["answer repeated"] += 1
        first = made[0][1]
        same = all(answer[1] == first for answer in made)
        world.expect(same, "I14", f"the key {intent.key} got different answers")
        order = books.orders.get(first["order"]["id"])
        world.expect(order is not None, "I12", f"{first['order']['id']} was promised and is not there")
        if order:
            world.expect(
                order["total"] == intent.body["expected_total"], "I14", f"{order['id']} costs more than was agreed"
            )
    for order_id, order in books.orders.items():
        world.expect(order["cart_id"] in carts, "I12", f"nobody asked for {order_id}")
