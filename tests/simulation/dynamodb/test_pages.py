"""Pages end where DynamoDB ends them, or earlier; keys of a batch come back undone."""

from typing import Any

import pytest

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.kit import THINGS, Shop, item, key


def _pages(shop: Shop, **how: Any) -> list[list[str]]:
    pages: list[list[str]] = []
    start: dict[str, Any] = {}
    while True:
        answer = shop.query("a", **how, **start)
        pages.append([found["sk"]["S"] for found in answer["Items"]])
        if "LastEvaluatedKey" not in answer:
            return pages
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _five(shop: Shop) -> None:
    for sk in "12345":
        shop.put("a", sk, n=int(sk))


def test_a_limit_that_meets_the_end_exactly_gives_an_empty_page_after_it(shop: Shop) -> None:
    _five(shop)
    assert _pages(shop, Limit=2) == [["1", "2"], ["3", "4"], ["5"]]
    assert _pages(shop, Limit=5) == [["1", "2", "3", "4", "5"], []]
    assert _pages(shop, Limit=2, ScanIndexForward=False) == [["5", "4"], ["3", "2"], ["1"]]


def test_the_simulation_may_end_pages_earlier(shop: Shop) -> None:
    _five(shop)
    shop.db.page_items = 2
    assert _pages(shop) == [["1", "2"], ["3", "4"], ["5"]]
    assert _pages(shop, Limit=1) == [["1"], ["2"], ["3"], ["4"], ["5"], []]


def test_a_filter_leaves_pages_with_less_than_their_limit_or_nothing(shop: Shop) -> None:
    _five(shop)
    answer = shop.call(
        "Query",
        KeyConditionExpression="pk = :a",
        FilterExpression="n > :n",
        ExpressionAttributeValues={":a": {"S": "a"}, ":n": {"N": "3"}},
        Limit=3,
    )
    assert (answer["Items"], answer["Count"], answer["ScannedCount"]) == ([], 0, 3)
    assert answer["LastEvaluatedKey"] == key("a", "3")


def test_a_page_ends_once_it_holds_a_megabyte(shop: Shop) -> None:
    for i in range(7):
        shop.put("a", str(i), x="x" * 300_000)
    assert _pages(shop) == [["0", "1", "2", "3"], ["4", "5", "6"]]
    assert _pages(shop, Limit=3) == [["0", "1", "2"], ["3", "4", "5"], ["6"]]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("sk = :x", ["b"]),
        ("sk < :x", ["a", "a1", "ab"]),
        ("sk <= :x", ["a", "a1", "ab", "b"]),
        ("sk > :x", ["é", "\uffff", "𝄞"]),
        ("sk >= :x", ["b", "é", "\uffff", "𝄞"]),
        ("sk BETWEEN :a AND :x", ["a", "a1", "ab", "b"]),
        ("begins_with(sk, :a)", ["a", "a1", "ab"]),
    ],
)
def test_a_range_of_sort_keys_goes_by_their_bytes(shop: Shop, condition: str, found: list[str]) -> None:
    for sk in ("𝄞", "b", "ab", "\uffff", "a1", "a", "é"):
        shop.put("p", sk)
    values: Wire = {":p": {"S": "p"}, ":x": {"S": "b"}, ":a": {"S": "a"}}
    used = {name: value for name, value in values.items() if name == ":p" or name in condition}
    asked = {"KeyConditionExpression": f"pk = :p AND {condition}", "ExpressionAttributeValues": used}
    assert [item["sk"]["S"] for item in shop.call("Query", **asked)["Items"]] == found


def test_keys_of_a_batch_come_back_as_the_simulation_says(shop: Shop) -> None:
    _five(shop)
    says = iter([False, True, True])
    shop.db.unprocessed = lambda: next(says)
    asked = {"things": {"Keys": [key("a", sk) for sk in "123"], "ConsistentRead": True}}
    answer = shop.call("BatchGetItem", RequestItems=asked)
    assert answer["Responses"]["things"] == [item("a", "1", n=1)]
    assert answer["UnprocessedKeys"] == {"things": {"Keys": [key("a", "2"), key("a", "3")], "ConsistentRead": True}}


def test_writes_of_a_batch_come_back_as_the_simulation_says(shop: Shop) -> None:
    says = iter([True, False])
    shop.db.unprocessed = lambda: next(says)
    writes = [{"PutRequest": {"Item": item("a", sk)}} for sk in "12"]
    assert shop.call("BatchWriteItem", RequestItems={"things": writes}) == {"UnprocessedItems": {"things": writes[:1]}}
    assert set(shop.db.items(THINGS)) == {("a", "2")}


def test_a_batch_hands_back_what_does_not_fit_into_16_mb(shop: Shop) -> None:
    for i in range(50):
        shop.put("a", str(i), x="x" * 400_000)
    asked = {"things": {"Keys": [key("a", str(i)) for i in range(50)], "ConsistentRead": True}}
    answer = shop.call("BatchGetItem", RequestItems=asked)
    assert len(answer["Responses"]["things"]) == 41
    assert len(answer["UnprocessedKeys"]["things"]["Keys"]) == 9
