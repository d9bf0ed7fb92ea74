"""Invariants that planted bugs ask for, ready to be moved to tests/simulation/invariants/ (see WISHES.txt)."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from functions.fulfillment.lifecycle import RANKS, TrackingStatus
from shared import clock
from shared.dynamo.values import from_wire
from shared.idempotency import claim_of
from tests.simulation.gateway import is_passing
from tests.simulation.invariants.books import SPECS, Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
CLOCKS_APART_S = 10.0  # two clocks, each five seconds wrong at the most
UNTIL_IT_ARRIVED = (None, "insufficient_stock", "cart_changed")
STATUS_SAYS = {"expired": "order.expired", "canceled": "order.canceled"}


def check(world: "World", books: Books) -> None:
    """Everything wished for but what `look` sees."""
    check_claims(world, books)
    check_answers(world)
    check_said(world, books)
    check_ledger(world, books)
    check_open_intents(world, books)
    check_delivered(world, books)
    check_days(world, books)
    check_mails(world, books)


def look(world: "World", table: str, key: tuple[str, str], old: Wire | None, new: Wire | None) -> None:
    """At one change."""
    if old is None or new is None:
        return
    before, after = from_wire(old), from_wire(new)
    if table == "orders" and key[1] == "ORDER" and (before["status"], after["status"]) == ("pending", "expired"):
        early_s = clock.parse(before["reserved_until"]).timestamp() - world.loop.now
        world.expect(early_s <= CLOCKS_APART_S, "I11", f"{before['id']} expired {early_s:.0f} s before its time")
    if table == "fulfillment" and "tracking_status" in after and "tracking_status" in before and "order_id" in after:
        ranks = [RANKS[TrackingStatus(each["tracking_status"])] for each in (before, after)]
        world.expect(ranks[0] <= ranks[1], "I11", f"{after['id']} went back to {after['tracking_status']}")


def check_claims(world: "World", books: Books) -> None:
    """I12: an order belongs to one request's claim, and that request was never told that somebody else was faster.

    Too little stock or another price may be its last answer: a commit that arrives late makes the order after all.
    """
    of_order: Counter[str] = Counter()
    for intent in world.intents:
        claim = claim_of(SPECS["orders"], intent.cart_id, intent.key, b"", clock.now())
        row = books.tables["orders"].get((str(claim.pk), "IDEM"))
        if row is None:
            continue
        order_id = row["resume"]["order_id"]
        of_order[order_id] += 1
        world.expect(order_id in books.orders, "I12", f"the key {intent.key} stands for {order_id}, which is not there")
        final = [answer for answer in intent.answers if not is_passing(answer)]
        code = final[-1][1].get("error", {}).get("code") if final else None
        world.expect(code in UNTIL_IT_ARRIVED, "I12", f"{intent.key} made {order_id} and was told {code}")
    for order_id in books.orders:
        world.expect(of_order[order_id] == 1, "I12", f"{order_id} was made by {of_order[order_id]} requests")


def check_answers(world: "World") -> None:
    """I14: what was answered once is answered so ever after."""
    for intent in world.intents:
        final = [answer[0] for answer in intent.answers if not is_passing(answer)]
        after = final[final.index(201) :] if 201 in final else []
        world.expect(set(after) <= {201}, "I14", f"the key {intent.key} was answered {final}")


def check_said(world: "World", books: Books) -> None:
    """I16: what is true was said, once."""
    said = Counter((event["type"], _about(event)) for _, event in books.said)
    true: Counter[tuple[str, str]] = Counter()
    for order_id, order in books.orders.items():
        true["order.placed", order_id] += order["number"] is not None
        true.update({(STATUS_SAYS[order["status"]], order_id): 1} if order["status"] in STATUS_SAYS else {})
    for refunds in books.refunds.values():
        true.update(("refund.succeeded", refund["id"]) for refund in refunds if refund["status"] == "succeeded")
    for payments in books.payments.values():
        true.update(("payment.captured", payment["id"]) for payment in payments if payment["status"] == "captured")
    for parcels in books.parcels.values():
        true.update(("fulfillment.shipped", parcel["id"]) for parcel in parcels)
        true.update(("fulfillment.delivered", parcel["id"]) for parcel in parcels if parcel["status"] == "delivered")
    types = {event_type for event_type, _ in true}
    wrong = {key for key in true.keys() | said.keys() if key[0] in types and said[key] != true[key]}
    world.expect(not wrong, "I16", f"said {[(key, said[key], true[key]) for key in sorted(wrong)][:2]}")


def _about(event: Item) -> str:
    return str(event["aggregate"]["id"])


def check_ledger(world: "World", books: Books) -> None:
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


def check_open_intents(world: "World", books: Books) -> None:
    """I3: at rest nobody can pay for an order that is paid or dead."""
    for intent in world.stripe.books().values():
        is_final = intent.status in ("succeeded", "canceled", "processing")  # a bank may take days
        order = books.orders.get(intent.metadata.get("order_id", ""))
        what = f"{intent.intent} is {intent.status}, its order {order['status'] if order else 'nowhere'}"
        world.expect(is_final, "I3", what)


def check_delivered(world: "World", books: Books) -> None:
    """I18: the order's lines have come as far as its parcels."""
    for order_id, order in books.orders.items():
        arrived: Counter[str] = Counter()
        for parcel in books.parcels.get(order_id, []):
            if parcel["status"] == "delivered":
                arrived.update({item["line_item_id"]: item["quantity"] for item in parcel["items"]})
        for line in order["lines"]:
            count = arrived[line["id"]]
            world.expect(
                line["delivered"] == count, "I18", f"{order_id}: {line['delivered']} delivered, {count} arrived"
            )


def check_days(world: "World", books: Books) -> None:
    """I18: a fact counts on the day it happened, and a closed day that is not marked open has counted all of them."""
    reports = books.tables["reports"]
    said_at = {event["id"]: event["created_at"] for _, event in books.said}
    facts = [item for (_, sk), item in reports.items() if sk.startswith("FACT#")]
    for fact in facts:
        world.expect(fact["created_at"] == said_at.get(fact["event_id"]), "I18", f"{fact['event_id']} has another day")
    sold = {sk_pk[0].removeprefix("SALE#") for sk_pk in reports if sk_pk[1] == "SALE"}
    of_day: Counter[str] = Counter()
    for fact in facts:
        of_day[said_at[fact["event_id"]][:10]] += fact["data"]["order_id"] in sold
    is_open = {sk[:10] for pk, sk in reports if pk == "OPEN"}
    for (pk, sk), closing in reports.items():
        if pk == "CLOSED#sales" and sk not in is_open:
            told = json.loads(world.files.objects[closing["files"][0]])["facts"]
            same = closing["fact_count"] == told == of_day[sk]
            world.expect(same, "I18", f"{sk} was closed with {closing['fact_count']} of {of_day[sk]} facts")


def check_mails(world: "World", books: Books) -> None:
    """I16: only a call of the notifications' own that went wrong excuses a second mail."""
    sent = Counter(tag["Value"] for mail in world.mail.sent for tag in mail.get("Tags", ()) if tag["Name"] == "mail_id")
    again = sum(count - 1 for count in sent.values())
    excuses = sum(n for (place, _, _), n in world.faults.made.items() if place.startswith("notifications."))
    world.expect(again <= excuses, "I16", f"{again} mails went twice, {excuses} calls went wrong")
    for (_, sk), mail in books.tables["notifications"].items():
        if sk == "MAIL" and mail["status"] == "sent":
            world.expect(sent[mail["id"]] >= 1, "I16", f"{mail['id']} counts as sent and was not")
