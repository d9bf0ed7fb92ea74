"""Eventually consistent reads show the past, as far back as they are told to; consistent ones never."""

import pytest

from tests.simulation.dynamodb.kit import LISTED, Shop, key


def _changed_over_time(shop: Shop) -> None:
    """Three items made at 0, 10 and 20 seconds; the first one changed at 20, the second removed at 30."""
    shop.db.read_lag_s = lambda: 0.0
    shop.put("a", "1", n=1)
    shop.clock.now += 10
    shop.put("a", "2")
    shop.clock.now += 10
    shop.put("a", "3")
    shop.put("a", "1", n=2)
    shop.clock.now += 10
    shop.call("DeleteItem", Key=key("a", "2"))


@pytest.mark.parametrize(
    ("lag_s", "found", "n"),
    [(0, ["1", "3"], "2"), (1, ["1", "2", "3"], "2"), (10.5, ["1", "2"], "1"), (20.5, ["1"], "1"), (31, [], None)],
)
def test_an_eventually_consistent_read_is_answered_as_of_then(
    shop: Shop, lag_s: float, found: list[str], n: str | None
) -> None:
    _changed_over_time(shop)
    shop.db.read_lag_s = lambda: lag_s
    item = shop.get("a", "1", ConsistentRead=False)
    assert shop.listed("a") == found
    assert shop.listed("a", ScanIndexForward=False) == found[::-1]
    assert (item and item["n"]["N"]) == n


def test_a_consistent_read_is_always_current(shop: Shop) -> None:
    _changed_over_time(shop)
    shop.db.read_lag_s = lambda: 60.0
    asked = {"things": {"Keys": [key("a", sk) for sk in "123"], "ConsistentRead": True}}
    found = shop.call("BatchGetItem", RequestItems=asked)["Responses"]["things"]
    assert shop.listed("a", ConsistentRead=True) == ["1", "3"]
    assert shop.get("a", "2") is None
    assert [item["sk"]["S"] for item in found] == ["1", "3"]


def test_each_item_of_a_batch_is_of_a_moment_of_its_own(shop: Shop) -> None:
    _changed_over_time(shop)
    lags = iter([0.0, 5.0, 25.0])
    shop.db.read_lag_s = lambda: next(lags)
    asked = {"things": {"Keys": [key("a", sk) for sk in "123"]}}
    found = shop.call("BatchGetItem", RequestItems=asked)["Responses"]["things"]
    assert [(item["sk"]["S"], item.get("n")) for item in found] == [("1", {"N": "2"}), ("2", None)]


def test_a_stale_page_goes_on_where_it_ended(shop: Shop) -> None:
    _changed_over_time(shop)
    shop.db.read_lag_s = lambda: 5.0
    first = shop.query("a", Limit=2)
    rest = shop.listed("a", ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [item["sk"]["S"] for item in first["Items"]] == ["1", "2"]
    assert rest == ["3"]


def test_what_was_before_the_knob_was_turned_is_not_remembered(shop: Shop) -> None:
    shop.put("a", "1")
    shop.db.read_lag_s = lambda: 60.0
    assert shop.listed("a") == ["1"]


def test_reads_of_an_index_are_late_by_the_indexes_own_knob(shop: Shop) -> None:
    shop.db.read_lag_s = lambda: 60.0
    shop.put("a", "1", list="L")
    assert shop.listed("L", LISTED) == ["1"]


def test_no_read_is_older_than_what_is_remembered(shop: Shop) -> None:
    shop.db.read_lag_s = lambda: 61.0
    with pytest.raises(ValueError, match="a read lags 0 to 60 seconds, not 61"):
        shop.listed("a")
