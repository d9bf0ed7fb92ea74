"""I1 to I5: what the shop's accounts, its ledger and the processor say of an order's money is one and the same."""

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation.invariants.books import Books, Item
from tests.simulation.stripe import Book

if TYPE_CHECKING:
    from tests.simulation.world import World

DEAD = ("expired", "canceled")


def check(world: "World", books: Books) -> None:
    """Look at each order's money, on our side and at the processor."""
    at_stripe = _at_stripe(world)
    for order_id, order in books.orders.items():
        entries = books.ledger.get(order_id, [])
        account = books.accounts.get(order_id)
        world.expect(account is not None, "I2", f"{order_id} has no account")
        if account is None:
            continue
        _check_entries(world, order_id, entries)
        _check_sums(world, order, account, entries, at_stripe.get(order_id, []))
        _check_state(world, order, account, entries, is_left=_is_left(world, books, order_id))
    _check_ledger(world, books)
    _check_open_intents(world, books)
    _check_one_intent(world, books)
    for order_id, intents in at_stripe.items():
        world.expect(
            order_id in books.orders or not any(i.captured for i in intents), "I3", f"money for no order: {order_id}"
        )


def _check_ledger(world: "World", books: Books) -> None:
    """I1: the sale is the order's total, and the shopper's account holds what is left of it."""
    for order_id, order in books.orders.items():
        entries = books.ledger.get(order_id, [])
        owed = sum(
            line["debit"] - line["credit"]
            for entry in entries
            for line in entry["lines"]
            if line["account"] == "customer"
        )
        account = books.accounts[order_id]
        sold = order["total"] if order["status"] == "placed" else 0
        left = sold - account["captured"] + account["refunded"]
        world.expect(owed == left, "I1", f"by the ledger the shopper of {order_id} owes {owed}, in truth {left}")


def _check_open_intents(world: "World", books: Books) -> None:
    """I3: at rest nobody can pay for an order that is paid or dead. What the shop never heard of, no shopper did."""
    known = {payment["provider_reference"] for payments in books.payments.values() for payment in payments}
    for intent in world.stripe.books().values():
        is_final = intent.status in ("succeeded", "canceled", "processing")  # a bank may take days
        order = books.orders.get(intent.metadata.get("order_id", ""))
        what = f"{intent.intent} is {intent.status}, its order {order['status'] if order else 'nowhere'}"
        world.expect(is_final or intent.intent not in known, "I3", what)


def _check_one_intent(world: "World", books: Books) -> None:
    """I3: however often a payment was asked for under one key, there is one PaymentIntent of it."""
    made = Counter(intent.metadata.get("payment_id") for intent in world.stripe.books().values())
    for payment in (each for payments in books.payments.values() for each in payments):
        count = made[payment["id"]]
        has_one_key = payment["idempotency_key"] == payment["id"]
        world.expect(count <= 1 or not has_one_key, "I3", f"{payment['id']} has {count} PaymentIntents")


def _at_stripe(world: "World") -> dict[str, list[Book]]:
    found: dict[str, list[Book]] = {}
    for intent in world.stripe.books().values():
        found.setdefault(intent.metadata.get("order_id", "?"), []).append(intent)
    return found


def _check_entries(world: "World", order_id: str, entries: list[Item]) -> None:
    for entry in entries:
        sides = sum(line["debit"] - line["credit"] for line in entry["lines"])
        world.expect(sides == 0, "I1", f"{entry['key']} of {order_id} is out of balance by {sides}")


def _check_sums(world: "World", order: Item, account: Item, entries: list[Item], intents: list[Book]) -> None:
    order_id = order["id"]
    booked = _booked(entries)
    captured = sum(intent.captured for intent in intents)
    refunded = sum(intent.refunded for intent in intents)
    told = {"captured": (account["captured"], booked["capture"], captured)}
    told["refunded"] = (account["refunded"], booked["refund"] - booked["refund_return"], refunded)
    for what, (shop, ledger, processor) in told.items():
        same = shop == ledger == processor
        world.expect(same, "I2", f"{what} of {order_id}: account {shop}, ledger {ledger}, processor {processor}")
    paid = sum(intent.captures for intent in intents)
    world.expect(paid <= 1, "I3", f"{order_id} was paid {paid} times")
    left = account["captured"] - account["refunded"] - account["refund_pending"]
    world.expect(account["refunded"] <= account["captured"], "I4", f"{order_id}: more refunded than captured")
    world.expect(
        account["refundable"] == left >= 0, "I4", f"{order_id}: refundable {account['refundable']}, should be {left}"
    )


def _booked(entries: list[Item]) -> Counter[str]:
    booked: Counter[str] = Counter()
    for entry in entries:
        kind = entry["key"].partition("#")[0]
        booked[kind] += sum(line["debit"] for line in entry["lines"])
    return booked


def _is_left(world: "World", books: Books, order_id: str) -> bool:
    """Whether staff must find another way for the money, since they said so or the shopper's bank sent it back."""
    is_refused = any(each["failure_code"] == "expired_or_canceled_card" for each in books.refunds.get(order_id, []))
    return is_refused or order_id in world.kept


def _check_state(world: "World", order: Item, account: Item, entries: list[Item], *, is_left: bool) -> None:
    order_id, status = order["id"], order["status"]
    net = account["captured"] - account["refunded"]
    if status in DEAD:
        world.expect(net == 0 or is_left, "I5", f"{order_id} is {status} and the shop keeps {net}")
    if status == "placed":
        world.expect(
            account["captured"] == order["total"],
            "I5",
            f"{order_id} is placed for {order['total']}, paid {account['captured']}",
        )
    if any(line["shipped"] for line in order["lines"]):
        world.expect(status == "placed", "I5", f"{order_id} has shipped and is {status}")
    keys = [entry["key"] for entry in entries]
    was_placed = order["number"] is not None
    world.expect(
        ("sale" in keys) == was_placed,
        "I1",
        f"{order_id} is {status}, and its sale is booked {keys.count('sale')} times",
    )
    reversed_ = was_placed and status == "canceled"
    world.expect(("sale_reversal" in keys) == reversed_, "I1", f"{order_id} is {status}: {keys}")
