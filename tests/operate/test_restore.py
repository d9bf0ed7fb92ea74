"""The rehearsal: a shop goes on, is damaged, restored to before that, compared, put back; its books are equal."""

import math
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.operate.export import items
from infra.operate.place import TABLES, Place
from infra.operate.restore import RESTORED
from infra.operate.sides import Side, booked, difference, side
from infra.operate.status import waiting
from local.paths import ROOT
from shared.dynamo.values import to_wire
from shared.table import UNSENT
from tests.journeys.shop import Shop
from tests.operate.conftest import Operator

pytestmark = pytest.mark.xdist_group("operate")
LINE = {"account": "customer", "debit": 500, "credit": 0}
ENTRY = {"pk": "ORDER#o", "sk": "LEDGER#sale", "currency": "EUR"}
LEVEL = {"pk": "VARIANT#v", "sk": "LEVEL#l", "on_hand": 5, "reserved": 2, "damaged": 1, "incoming": 0}


KINDS = ("missing", "newer", "changed")
Sides = dict[str, Side]  # by table
Keys = dict[str, set[str]]  # of items, by table


def a_paid_order(shop: Shop) -> str:
    """The id of one that was paid, with all its money in the ledger."""
    completed = shop.an_order(shop.a_variant(units=5), shop.a_shipping_option())
    shop.pay(completed)
    order_id = str(completed["order"]["id"])
    shop.until_status(order_id, "placed")
    return order_id


@pytest.fixture
def pause(operator: Operator) -> Iterator[Callable[[], None]]:
    """Pauses the shop, which goes on when the test has ended."""

    def paused() -> None:
        assert operator.says("pause", "--settle-s", "5", "--yes").code == 0

    yield paused
    assert operator.says("resume").code == 0


def held(place: Place) -> Sides:
    """What each table holds, as the test itself reads it."""
    return {name: side(items(place, place.table(name)), int(time.time())) for name in RESTORED}


def at_rest(place: Place) -> bool:
    """Whether everybody has heard everything: no event unsent, no message waiting or in work."""
    unsent = any(UNSENT.partition in each for name in TABLES for each in items(place, place.table(name)))
    return not unsent and not any(each["waiting"] or each["in_work"] for each in waiting(place).values())


def a_quiet_moment(shop: Shop, place: Place) -> tuple[str, Sides]:
    """A second in which nothing changed and nothing was on its way, and what the tables held in it."""

    def quiet() -> tuple[str, Sides] | None:
        if not at_rest(place):
            return None
        before = held(place)
        moment = math.ceil(time.time())
        time.sleep(moment - time.time() + 0.5)
        same = held(place) == before and at_rest(place)
        return (f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}", before) if same else None

    return shop.until("nothing more comes of the order", quiet)  # type: ignore[no-any-return]


def expected(live: Sides, restored: Sides) -> dict[str, Keys]:
    """What a comparison has to tell, as `compare` does: of each kind, the keys by table."""
    found = {name: difference(live[name], restored[name]) for name in RESTORED}
    return {kind: {n: {" ".join(key) for key in getattr(d, kind)} for n, d in found.items()} for kind in KINDS}


def told(seen: Any) -> dict[str, Keys]:
    return {kind: {n: set(each[kind]) for n, each in seen["keys"].items()} for kind in KINDS}


def of_order(found: dict[str, Keys], order_id: str) -> dict[str, Keys]:
    """The part of a difference that is in an order's own partition; tables without any are left out."""
    own = {k: {n: {e for e in keys if order_id in e.split()[0]} for n, keys in of.items()} for k, of in found.items()}
    return {kind: {name: keys for name, keys in of.items() if keys} for kind, of in own.items()}


def summed(sides: Sides) -> dict[str, int]:
    return {
        book: sum(each.books.get(book, 0) for each in sides.values()) for each in sides.values() for book in each.books
    }


def seen(operator: Operator, stamp: str) -> Any:
    return operator.learns("restore", "compare", stamp)


def books(seen: Any, which: str) -> dict[str, int]:
    return {each["book"]: each[which] for each in seen["books"]}


def test_a_shop_that_was_damaged_and_went_on_has_its_books_again(
    deployed: Shop, operator: Operator, place: Place, pause: Callable[[], None]
) -> None:
    order_id = a_paid_order(deployed)
    moment, then = a_quiet_moment(deployed, place)
    a_paid_order(deployed)
    _, before = a_quiet_moment(deployed, place)
    ledger = damage(place, order_id)

    begun = operator.learns("restore", "begin", "--to", moment)
    stamp = begun["stamp"]
    assert begun["moment"] == moment
    assert {each["table"] for each in operator.learns("restore", "list")} == set(RESTORED)
    pause()
    found = seen(operator, stamp)
    assert told(found) == expected(held(place), then)
    assert books(found, "restored") == {book: summed(then).get(book, 0) for book in books(found, "live")}
    own = f"ORDER#{order_id}"
    wrong = {"newer": {"orders": {f"{own} STRANGER"}}, "changed": {"orders": {f"{own} ORDER"}}}
    gone = {"payments": ledger, "orders": {f"{own} SOLD"}}
    assert of_order(told(found), order_id) == {"missing": gone, **wrong}
    assert books(found, "live")["ledger entries"] == summed(before)["ledger entries"] - len(ledger)

    put = operator.learns("restore", "switch", stamp, "--put-back", "missing", "--yes")
    assert {each["table"]: each["put"] for each in put if each["put"]} == {"payments": len(ledger), "orders": 1}
    assert {(each["put over"], each["taken away"]) for each in put} == {(0, 0)}
    found = seen(operator, stamp)
    assert of_order(told(found), order_id) == {"missing": {}, **wrong}
    assert books(found, "live") == summed(before)

    words = ["restore", "switch", stamp, "--put-back", "all", "--yes"]
    operator.learns(*words, "--within", "ORDER#of_another_order")
    assert of_order(told(seen(operator, stamp)), order_id) == {"missing": {}, **wrong}
    [put] = operator.learns(*words, "--table", "orders", "--within", own)
    assert (put["put"], put["put over"], put["taken away"]) == (0, 1, 1)
    assert held(place) == before

    operator.learns(*words)
    assert held(place) == then
    found = seen(operator, stamp)
    assert told(found) == expected(then, then)
    assert books(found, "live") == books(found, "restored")
    operator.learns("restore", "forget", stamp, "--yes")
    assert operator.learns("restore", "list") == []


def damage(place: Place, order_id: str) -> set[str]:
    """The order's ledger is gone; of the order, what was sold is gone, its state is wrong, and a stranger is there.

    The keys of the ledger's entries.
    """
    dynamodb = place.client("dynamodb")
    orders, payments = place.table("orders"), place.table("payments")
    pk = f"ORDER#{order_id}"
    entries = dynamodb.query(
        TableName=payments,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues=to_wire({":pk": pk, ":sk": "LEDGER#"}),
    )["Items"]
    assert entries
    for entry in entries:
        dynamodb.delete_item(TableName=payments, Key={name: entry[name] for name in ("pk", "sk")})
    dynamodb.delete_item(TableName=orders, Key=to_wire({"pk": pk, "sk": "SOLD"}))
    dynamodb.update_item(
        TableName=orders,
        Key=to_wire({"pk": pk, "sk": "ORDER"}),
        UpdateExpression="SET #status = :wrong",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues=to_wire({":wrong": "canceled"}),
    )
    dynamodb.put_item(TableName=orders, Item=to_wire({"pk": pk, "sk": "STRANGER"}))
    return {f"{pk} {entry['sk']['S']}" for entry in entries}


def test_a_running_shop_is_not_switched_and_goes_on_after_a_pause(deployed: Shop, operator: Operator) -> None:
    stamp = operator.learns("restore", "begin", "--latest", "--table", "catalog")["stamp"]
    said = operator.says("restore", "switch", stamp, "--put-back", "all", "--yes")
    assert (said.code, "pause it first" in said.err) == (1, True)
    assert operator.says("resume").code == 1
    assert operator.says("pause", "--settle-s", "0", "--yes").code == 0
    assert operator.says("pause", "--yes").code == 1
    assert deployed.api.call("GET", "/store/products").status >= 400
    assert operator.says("resume").code == 0
    assert deployed.in_the_end(lambda: deployed.api.call("GET", "/store/products"), "throttled").status == 200
    assert operator.says("restore", "forget", stamp, "--yes").code == 0
    assert operator.says("restore", "compare", stamp).code == 1


def test_a_moment_is_needed_and_past(operator: Operator) -> None:
    before = operator.learns("restore", "list")
    assert operator.says("restore", "begin").code == 2
    assert operator.says("restore", "begin", "--to", "2999-01-01").code == 2
    assert operator.says("restore", "begin", "--to", "yesterday").code == 2
    said = operator.says("restore", "begin", "--to", "2026-01-01")
    assert (said.code, "The tables can be had as of " in said.err) == (1, True)
    assert operator.learns("restore", "list") == before


def test_the_page_gives_only_commands_that_there_are() -> None:
    text = (ROOT / "docs" / "operate" / "restore.md").read_text()
    commands = (ROOT / "docs" / "operate" / "commands.md").read_text()
    named = set(re.findall(r"storewright ((?:restore )?[a-z-]+)", text))
    assert {each for each in named if f"\n## {each}\n" not in commands} - {"events"} == set()


def test_two_sides_differ_where_an_item_does() -> None:
    def of(*items: dict[str, Any]) -> Side:
        return side(items, now_s=100)

    kept, other = {"pk": "a", "sk": "b", "n": 1}, {"pk": "c", "sk": "d", "n": 1}
    assert difference(of(kept, other), of(kept, other)).is_none
    told = difference(of({**kept, "n": 2}), of(kept, other))
    assert (told.missing, told.newer, told.changed) == ([("c", "d")], [], [("a", "b")])
    assert difference(of(other), of()).newer == [("c", "d")]
    assert difference(of({**kept, "ttl": 99}), of()).is_none


def test_the_books_are_the_ledger_and_the_units() -> None:
    other = {"account": "revenue", "debit": 0, "credit": 500}
    assert booked({**ENTRY, "lines": [LINE, other]}) == {
        "ledger entries": 1,
        "EUR customer": 500,
        "EUR revenue": -500,
        "EUR debits less credits": 0,
    }
    assert booked({**ENTRY, "lines": [LINE]})["EUR debits less credits"] == 500
    assert booked(LEVEL) == {"units on_hand": 5, "units reserved": 2, "units damaged": 1, "units incoming": 0}
    assert booked({**LEVEL, "sk": "STOCK"}) == {}
