"""The rehearsal: a shop with an order is restored beside itself, damaged, compared, put back; its books are equal."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.operate.place import TABLES, Place
from infra.operate.sides import Side, booked, difference, side
from local.paths import ROOT
from shared.dynamo.values import to_wire
from tests.journeys.shop import Shop
from tests.operate.conftest import Operator

pytestmark = pytest.mark.xdist_group("operate")
LINE = {"account": "customer", "debit": 500, "credit": 0}
ENTRY = {"pk": "ORDER#o", "sk": "LEDGER#sale", "currency": "EUR"}
LEVEL = {"pk": "VARIANT#v", "sk": "LEVEL#l", "on_hand": 5, "reserved": 2, "damaged": 1, "incoming": 0}


@pytest.fixture
def paid_order(deployed: Shop) -> str:
    """An order that was paid, with all its money in the ledger."""
    completed = deployed.an_order(deployed.a_variant(units=5), deployed.a_shipping_option())
    deployed.pay(completed)
    order_id = str(completed["order"]["id"])
    deployed.until_status(order_id, "placed")
    return order_id


@pytest.fixture
def paused(operator: Operator) -> Iterator[None]:
    assert operator.says("pause", "--settle-s", "5", "--yes").code == 0
    yield
    assert operator.says("resume").code == 0


def seen(operator: Operator, stamp: str) -> Any:
    return operator.learns("restore", "compare", stamp)


def books(told: Any, which: str) -> dict[str, int]:
    return {each["book"]: each[which] for each in told["books"]}


def differing(told: Any) -> set[str]:
    return {each["table"] for each in told["tables"] if each["missing"] or each["newer"] or each["changed"]}


def test_a_damaged_shop_has_its_books_again(
    deployed: Shop, paid_order: str, operator: Operator, place: Place, paused: None
) -> None:
    stamp = operator.learns("restore", "begin", "--latest")["stamp"]
    before = seen(operator, stamp)
    assert differing(before) == set()
    assert {each["table"] for each in operator.learns("restore", "list")} == set(TABLES)
    assert books(before, "live")["USD debits less credits"] == 0
    assert books(before, "live")["USD processor_clearing"] > 0

    damage(place, paid_order)
    damaged = seen(operator, stamp)
    assert differing(damaged) == {"orders", "payments"}
    assert books(damaged, "live") != books(damaged, "restored") == books(before, "live")

    [put] = operator.learns("restore", "switch", stamp, "--put-back", "missing", "--table", "payments", "--yes")
    assert put["put"] > 0
    assert (put["put over"], put["taken away"]) == (0, 0)
    assert differing(seen(operator, stamp)) == {"orders"}

    words = ["restore", "switch", stamp, "--put-back", "all", "--yes"]
    operator.learns(*words, "--within", "ORDER#of_another_order")
    assert differing(seen(operator, stamp)) == {"orders"}
    [put] = [each for each in operator.learns(*words) if each["table"] == "orders"]
    assert (put["put"], put["put over"], put["taken away"]) == (1, 1, 1)
    after = seen(operator, stamp)
    assert differing(after) == set()
    assert books(after, "live") == books(before, "live")
    operator.learns("restore", "forget", stamp, "--yes")
    assert operator.learns("restore", "list") == []


def damage(place: Place, order_id: str) -> None:
    """The order's ledger is gone; of the order, what was sold is gone, its state is wrong, and a stranger is there."""
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
    assert operator.says("restore", "begin").code == 2
    assert operator.says("restore", "begin", "--to", "2999-01-01").code == 2
    assert operator.says("restore", "begin", "--to", "yesterday").code == 2


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
