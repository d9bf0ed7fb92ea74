"""I12 and I14: the same key gets the same answer, and every order answers to somebody who asked for it."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from shared import clock
from shared.dynamo import Item
from shared.idempotency import Claim, claim_of
from tests.simulation.gateway import is_passing
from tests.simulation.invariants.books import SPECS, Books

if TYPE_CHECKING:
    from tests.simulation.world import World

DEAD = ("expired", "canceled")
UNTIL_IT_ARRIVED = (None, "insufficient_stock", "cart_changed")  # before a commit that was late had its effect


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
    _check_claims(world, books)
    _check_answers(world)
    there, wanted = len(books.carts), world.happened["cart wanted"]
    world.expect(there <= wanted, "I14", f"{there} carts were made for {wanted} keys")
    for order_id, order in books.orders.items():
        world.expect(order["cart_id"] in carts, "I12", f"nobody asked for {order_id}")


def _check_claims(world: "World", books: Books) -> None:
    """I12: an order belongs to one request's claim, and that request was never told that somebody else was faster.

    Too little stock or another price may be its last answer: a commit that arrives late makes the order after all.
    Or that it is too late to pay, where the order died before the request was sent again; or who is asked to sign in
    has an account no more, since staff made it another one's.
    """
    of_order: Counter[str] = Counter()
    for intent in world.intents:
        claim = claim_of(SPECS["orders"], intent.claimed_by, intent.key, b"", clock.now())
        row = books.tables["orders"].get((str(claim.pk), "IDEM"))
        if row is None:
            continue
        order_id = _resumed(claim, row)["order_id"]
        of_order[order_id] += 1
        world.expect(order_id in books.orders, "I12", f"the key {intent.key} stands for {order_id}, which is not there")
        final = [answer for answer in intent.answers if not is_passing(answer)]
        code = final[-1][1].get("error", {}).get("code") if final else None
        is_over = code == "payment_closed" and books.orders.get(order_id, {}).get("status") in DEAD
        is_out = code == "session_required" and any(goes == intent.principal for goes, _ in world.uniting)
        fits = code in UNTIL_IT_ARRIVED or is_over or is_out
        world.expect(fits, "I12", f"{intent.key} made {order_id} and was told {code}")
    for order_id in books.orders:
        world.expect(of_order[order_id] == 1, "I12", f"{order_id} was made by {of_order[order_id]} requests")


def _resumed(claim: Claim, row: Item) -> dict[str, str]:
    """What the record says to go on from, read as the request would that made it."""
    return replace(claim, request_hash=row["request_hash"]).unlocked("resume", row)


def _check_answers(world: "World") -> None:
    """I14: what was answered once is answered so ever after."""
    for intent in world.intents:
        final = [answer for answer in intent.answers if not is_passing(answer)]
        told = [answer[1].get("error", {}).get("code", "made") for answer in final]
        after = told[told.index("made") :] if "made" in told else []
        is_out = any(goes == intent.principal for goes, _ in world.uniting)  # since staff merged the account
        fits = {"made", "session_required"} if is_out else {"made"}
        world.expect(set(after) <= fits, "I14", f"the key {intent.key} was answered {told}")
