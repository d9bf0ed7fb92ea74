"""I18: what orders, parcels, reports and callers' counters count is what happened."""

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tests.simulation.invariants.books import Books
from tests.simulation.invariants.watch import ENDS

if TYPE_CHECKING:
    from tests.simulation.world import World


def check(world: "World", books: Books) -> None:
    """Count again."""
    _check_delivered(world, books)
    _check_days(world, books)
    _check_unpaid(world, books)
    _check_told(world, books)
    _check_totals(world, books)


def _check_totals(world: "World", books: Books) -> None:
    """I18: a customer's totals are their placed orders, less what went back of each by its account."""
    orders: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for order_id, order in books.orders.items():
        if order["status"] == "placed" and order.get("customer_id"):
            orders[order["customer_id"]] += 1
            spent[order["customer_id"]] += order["total"] - books.accounts[order_id]["refunded"]
            world.happened["refund taken off a customer's totals"] += books.accounts[order_id]["refunded"] > 0
    rows = {pk.removeprefix("CUSTOMER#"): item for (pk, sk), item in books.tables["orders"].items() if sk == "TOTALS"}
    for customer_id in {*orders, *rows}:
        row = rows.get(customer_id, {})
        told = row.get("orders", 0), row.get("spent_USD", 0)
        true = orders[customer_id], spent[customer_id]
        world.expect(told == true, "I18", f"{customer_id} has bought {told} by the totals, {true} in truth")


def _check_told(world: "World", books: Books) -> None:
    """I18: every parcel of a number knows the ends that were reported of the number, before it shipped or after."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for _, event in books.said:
        if event["type"] == "carrier.event_received" and event["data"]["tracking_status"] in ENDS:
            ends[event["data"]["tracking_number"]].add(event["data"]["tracking_status"])
    for parcel in (each for parcels in books.parcels.values() for each in parcels if each["tracking"]):
        missing = ends[parcel["tracking"]["number"]] - parcel["reports"].keys()
        world.expect(not missing, "I18", f"{parcel['id']} does not know that it was {missing}")


def _check_unpaid(world: "World", books: Books) -> None:
    """I18: what callers are counted to hold unpaid is what their pending orders have set aside, no more and no less."""
    pending = {order_id: order["held_by"] for order_id, order in books.orders.items() if order["status"] == "pending"}
    counted: dict[str, str] = {}
    for (pk, sk), item in books.tables["orders"].items():
        if sk != "UNPAID":
            continue
        for name in (name for name in item if name.startswith("hold_")):
            order_id = name.removeprefix("hold_")
            counted[order_id] = pk.removeprefix("UNPAID#")
            sold = {line["variant_id"]: line["quantity"] for line in books.sold[order_id]["items"]}
            world.expect(item[name]["units"] == sold, "I18", f"{order_id} counts other units than it sold")
    world.expect(counted == pending, "I18", f"{len(pending)} orders are unpaid, {len(counted)} are counted so")


def _check_delivered(world: "World", books: Books) -> None:
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


def _check_days(world: "World", books: Books) -> None:
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
