"""A table is walked to its end, in segments beside each other, in pages, past or present."""

from typing import Any

import pytest

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.kit import Shop

KEYS = [(pk, sk) for pk in ("a", "b", "ä#1", "ORDER#1", "ORDER#2", "x" * 99) for sk in ("1", "2", "é")]


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A shop with a few partitions."""
    for number, (pk, sk) in enumerate(KEYS):
        shop.put(pk, sk, n=number)
    return shop


def _pages(shop: Shop, **how: Any) -> list[list[tuple[str, str]]]:
    pages: list[list[tuple[str, str]]] = []
    start: dict[str, Any] = {}
    while True:
        answer = shop.call("Scan", **how, **start)
        assert answer["Count"] == len(answer["Items"])
        pages.append([(item["pk"]["S"], item["sk"]["S"]) for item in answer["Items"]])
        if "LastEvaluatedKey" not in answer:
            return pages
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


@pytest.mark.parametrize("segments", [1, 2, 3, 64])
@pytest.mark.parametrize("limit", [1, 4, 100])
def test_segments_and_pages_are_the_whole_table_each_item_once(full: Shop, segments: int, limit: int) -> None:
    parts = [_pages(full, TotalSegments=segments, Segment=n, Limit=limit) for n in range(segments)]
    walked = [key for pages in parts for page in pages for key in page]
    assert sorted(walked) == sorted(KEYS)
    assert all(len(page) <= limit for pages in parts for page in pages)


def test_a_partition_is_in_one_segment_in_the_order_of_its_sort_keys(full: Shop) -> None:
    for n in range(3):
        [page] = _pages(full, TotalSegments=3, Segment=n)
        assert all([sk for pk, sk in page if pk == each] == ["1", "2", "é"] for each in {pk for pk, _ in page})


def test_a_filter_leaves_less_than_was_looked_at(full: Shop) -> None:
    asked = {"FilterExpression": "n < :two", "ExpressionAttributeValues": {":two": {"N": "2"}}}
    answer = full.call("Scan", ConsistentRead=True, **asked)
    assert (answer["Count"], answer["ScannedCount"]) == (2, len(KEYS))


def test_a_page_ends_once_it_holds_a_megabyte(shop: Shop) -> None:
    for i in range(7):
        shop.put("a", str(i), x="x" * 300_000)
    assert [len(page) for page in _pages(shop)] == [4, 3]


def test_a_scan_that_need_not_be_consistent_shows_the_table_of_a_moment_ago(full: Shop) -> None:
    full.db.read_lag_s = lambda: 5.0
    full.clock.now += 10
    full.put("new", "1")
    full.call("DeleteItem", Key={"pk": {"S": "a"}, "sk": {"S": "1"}})
    full.put("b", "1", n=99)
    before = full.call("Scan")["Items"]
    assert sorted((item["pk"]["S"], item["sk"]["S"]) for item in before) == sorted(KEYS)
    assert {"pk": {"S": "b"}, "sk": {"S": "1"}, "n": {"N": "99"}} not in before
    now = full.call("Scan", ConsistentRead=True)["Items"]
    assert len(now) == len(KEYS)
    assert {"pk": {"S": "new"}, "sk": {"S": "1"}} in now


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"Segment": 0}, "TotalSegments parameter is required"),
        ({"TotalSegments": 2}, "Segment parameter is required"),
        ({"Segment": 2, "TotalSegments": 2}, "Segment: 2 is not less than TotalSegments: 2"),
        ({"Segment": 0, "TotalSegments": 0}, "greater than or equal to 1"),
        ({"Limit": 0}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_walked_is_refused(full: Shop, asked: Wire, why: str) -> None:
    refused = full.refused("Scan", **asked)
    assert refused.code == "ValidationException"
    assert why in refused.message


def test_a_walk_does_not_go_on_in_another_segment(full: Shop) -> None:
    [segment] = [n for n in range(2) if ("a", "1") in _pages(full, TotalSegments=2, Segment=n)[0]]
    start = {"pk": {"S": "a"}, "sk": {"S": "1"}}
    refused = full.refused("Scan", TotalSegments=2, Segment=1 - segment, ExclusiveStartKey=start)
    assert "correct Segment" in refused.message


def test_what_a_scan_reads_is_paid_by_its_bytes(full: Shop) -> None:
    full.put("large", "1", x="x" * 8_000)
    reads, _ = full.units(operation="Scan", ConsistentRead=True)
    assert reads == 3
    half, _ = full.units(operation="Scan")
    assert half == 1.5
