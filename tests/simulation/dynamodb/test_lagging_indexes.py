"""Indexes show a change as late as the simulation says, and each item's changes in their order."""

from random import Random
from typing import Any

from tests.simulation.dynamodb.kit import LISTED, OWNED, Shop, key


def _later(shop: Shop, *lags: float) -> None:
    left = iter(lags)
    shop.db.index_lag_s = lambda: next(left)


def test_an_index_shows_an_item_when_its_time_has_come(shop: Shop) -> None:
    _later(shop, 5.0)
    shop.put("a", "1", list="L")
    shop.clock.now += 4.9
    assert shop.listed("L", LISTED) == []
    shop.clock.now += 0.1
    assert shop.listed("L", LISTED) == ["1"]


def test_an_index_shows_for_a_while_what_is_gone_or_was_otherwise(shop: Shop) -> None:
    shop.put("a", "1", owner="O", place="1", n=1)
    shop.put("a", "2", owner="O", place="2")
    _later(shop, 5.0, 5.0)
    shop.put("a", "1", owner="O", place="3", n=2)
    shop.call("DeleteItem", Key=key("a", "2"))
    assert shop.listed("O", OWNED) == ["1", "2"]
    assert shop.query("O", OWNED)["Items"][0]["n"] == {"N": "1"}
    shop.clock.now += 5
    assert shop.listed("O", OWNED) == ["1"]
    assert shop.query("O", OWNED)["Items"][0]["n"] == {"N": "2"}


def test_a_later_change_of_an_item_never_overtakes_an_earlier_one(shop: Shop) -> None:
    _later(shop, 10.0, 0.0, 3.0)
    shop.put("a", "1", list="L")
    shop.call("DeleteItem", Key=key("a", "1"))
    shop.put("a", "2", list="L")
    shop.clock.now += 9.9
    assert shop.listed("L", LISTED) == ["2"]
    shop.clock.now += 0.1
    assert shop.listed("L", LISTED) == ["2"]


def test_in_the_end_an_index_shows_what_its_table_holds_whatever_came_when(shop: Shop) -> None:
    random = Random(7)
    shop.db.index_lag_s = lambda: random.choice((0.0, random.random() * 30))
    for _ in range(500):
        sk = random.choice("12345678")
        owner = random.choice(({}, {"owner": random.choice("OP"), "place": random.choice("xyz")}))
        shop.put("a", sk, n=random.randrange(9), **owner)
        shop.clock.now += random.random()
        shop.listed(random.choice("OP"), OWNED)
    shop.clock.now += 30
    held = shop.db.items(shop.db.by_spec["things"].spec).values()
    for owner_of in "OP":
        found = {item["sk"]["S"]: item for item in shop.query(owner_of, OWNED)["Items"]}
        assert found == {item["sk"]["S"]: item for item in held if item.get("owner") == {"S": owner_of}}


def test_an_index_of_keys_only_shows_no_other_attributes(shop: Shop) -> None:
    shop.put("a", "1", list="L", n=1)
    assert shop.query("L", LISTED)["Items"] == [key("a", "1") | {"list": {"S": "L"}}]


def test_an_item_without_a_key_of_the_index_is_not_in_it(shop: Shop) -> None:
    shop.put("a", "1", owner="O")
    shop.put("a", "2", place="1")
    assert shop.listed("O", OWNED) == []
    shop.call(
        "UpdateItem",
        Key=key("a", "1"),
        UpdateExpression="SET place = :x",
        ExpressionAttributeValues={":x": {"S": "x"}},
    )
    assert shop.listed("O", OWNED) == ["1"]


def test_items_of_one_place_come_in_an_order_that_is_no_order_of_keys(shop: Shop) -> None:
    for i in range(20):
        shop.put(f"p{i:02}", "1", owner="O", place="same")
    found = [item["pk"]["S"] for item in shop.query("O", OWNED)["Items"]]
    pages = []
    start: dict[str, Any] = {}
    while True:
        page = shop.query("O", OWNED, Limit=3, **start)
        pages += [item["pk"]["S"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert sorted(found) != found
    assert pages == found
