"""The whole truth for invariants, and a past that can be gone back to."""

import pytest

from tests.simulation.dynamodb.kit import LISTED, NOON, PLAIN, THINGS, Shop, item, key, put


def test_the_whole_truth_is_a_view_that_nobody_can_write_to(shop: Shop) -> None:
    held = shop.db.items(THINGS)
    shop.put("a", "1", n=1)
    assert dict(held) == {("a", "1"): item("a", "1", n=1)}
    with pytest.raises(TypeError):
        held["a", "2"] = {}  # type: ignore[index]


def test_going_back_brings_items_indexes_tokens_and_times_to_live_back(shop: Shop) -> None:
    shop.db.index_lag_s = lambda: 5.0
    shop.put("a", "1", list="L", ttl=int(NOON) + 50)
    shop.call("TransactWriteItems", TransactItems=[put("a", "2")], ClientRequestToken="t")
    then = shop.db.snapshot()
    shop.put("a", "1", n=2)
    shop.put("a", "3", list="L")
    shop.call("DeleteItem", Key=key("a", "2"))
    shop.db.restore(then)
    assert set(shop.db.items(THINGS)) == {("a", "1"), ("a", "2")}
    assert shop.listed("a") == ["1", "2"]
    assert shop.listed("L", LISTED) == []
    shop.clock.now += 5
    assert shop.listed("L", LISTED) == ["1"]
    error = shop.refused("TransactWriteItems", TransactItems=[put("a", "9")], ClientRequestToken="t")
    assert error.code == "IdempotentParameterMismatchException"
    shop.clock.now += 60
    assert shop.db.remove_expired() == 1


def test_a_snapshot_stays_as_it_is_and_serves_any_number_of_times(shop: Shop) -> None:
    shop.put("a", "1")
    then = shop.db.snapshot()
    for sk in "23":
        shop.put("a", sk)
        shop.call("PutItem", TableName="plain", Item=item("p", sk))
        shop.db.restore(then)
        assert set(then.items(THINGS)) == set(shop.db.items(THINGS)) == {("a", "1")}
        assert not shop.db.items(PLAIN)


def test_two_pasts_can_be_compared(shop: Shop) -> None:
    shop.put("a", "1", n=1)
    one = shop.db.snapshot()
    shop.put("a", "1", n=2)
    shop.put("a", "1", n=1)
    assert shop.db.snapshot().items(THINGS) == one.items(THINGS)


def test_the_same_calls_at_the_same_times_leave_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Shop(monkeypatch)
    for each in (shop, other):
        each.put("a", "1", n=1, list="L")
        each.call("TransactWriteItems", TransactItems=[put("b", "1"), put("b", "2")])
    assert list(shop.db.items(THINGS).items()) == list(other.db.items(THINGS).items())
