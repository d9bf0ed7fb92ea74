"""Units by the examples of DynamoDB's developer guide, "Read and write operations", and what it says of indexes."""

from typing import Any

import pytest

from tests.simulation.dynamodb.kit import LISTED, OWNED, Shop, item, key, put

KB = 1024


def _sized(shop: Shop, sk: str, size: int, **attributes: Any) -> None:
    """Put an item of so many bytes in all."""
    shop.call("PutItem", Item=_item(sk, size, **attributes))


def _item(sk: str, size: int, **attributes: Any) -> dict[str, Any]:
    named = len("pk" + "a" + "sk" + sk + "x") + sum(len(name) + len(value) for name, value in attributes.items())
    return item("a", sk, x="x" * (size - named), **attributes)


@pytest.mark.parametrize(("size", "units"), [(3_500, 1), (4 * KB, 1), (4 * KB + 1, 2), (10 * KB, 3)])
def test_a_read_costs_a_unit_for_each_4_kb_and_half_of_it_where_it_may_be_stale(
    shop: Shop, size: int, units: int
) -> None:
    _sized(shop, "1", size)
    assert shop.units(operation="GetItem", Key=key("a", "1"), ConsistentRead=True) == (units, 0)
    assert shop.units(operation="GetItem", Key=key("a", "1")) == (units / 2, 0)


def test_a_read_of_nothing_costs_as_the_smallest_item(shop: Shop) -> None:
    assert shop.units(operation="GetItem", Key=key("a", "1"), ConsistentRead=True) == (1, 0)
    assert shop.units(operation="GetItem", Key=key("a", "1")) == (0.5, 0)


def test_a_batch_rounds_each_item_up_by_itself(shop: Shop) -> None:
    _sized(shop, "1", 1_536)
    _sized(shop, "2", 6_656)
    asked = {"things": {"Keys": [key("a", "1"), key("a", "2")], "ConsistentRead": True}}
    assert shop.units(operation="BatchGetItem", RequestItems=asked) == (3, 0)


def test_a_query_rounds_up_the_sum_of_its_items(shop: Shop) -> None:
    for i in range(10):
        _sized(shop, str(i), 1_500)
    shop.query("a", ConsistentRead=True)
    assert shop.spent() == (4, 0)
    shop.query("a")
    assert shop.spent() == (2, 0)


@pytest.mark.parametrize(("size", "units"), [(512, 1), (KB, 1), (KB + 1, 2), (1_536, 2)])
def test_a_write_costs_a_unit_for_each_kb(shop: Shop, size: int, units: int) -> None:
    assert shop.units(operation="PutItem", Item=_item("1", size)) == (0, units)


def test_a_write_costs_by_the_larger_one_of_the_item_before_and_after(shop: Shop) -> None:
    _sized(shop, "1", 2_100)
    assert shop.units(operation="PutItem", Item=item("a", "1")) == (0, 3)
    _sized(shop, "1", 2_100)
    shrinks = {"UpdateExpression": "REMOVE x"}
    assert shop.units(operation="UpdateItem", Key=key("a", "1"), **shrinks) == (0, 3)
    _sized(shop, "1", 2_100)
    assert shop.units(operation="DeleteItem", Key=key("a", "1")) == (0, 3)
    assert shop.units(operation="DeleteItem", Key=key("a", "1")) == (0, 1)


def test_a_failed_condition_costs_by_the_item_that_is_there(shop: Shop) -> None:
    _sized(shop, "1", 1_500)
    absent = {"ConditionExpression": "attribute_not_exists(pk)"}
    shop.refused("PutItem", Item=_item("1", 5_000), **absent)
    assert shop.spent() == (0, 2)
    shop.refused("PutItem", Item=_item("2", 5_000), ConditionExpression="attribute_exists(pk)")
    assert shop.spent() == (0, 1)


def test_a_transaction_costs_twice_that_and_its_repetition_a_read(shop: Shop) -> None:
    _sized(shop, "2", 1_500)
    check = {"TableName": "things", "Key": key("a", "2"), "ConditionExpression": "attribute_exists(pk)"}
    put_500_bytes = {"Put": {"TableName": "things", "Item": _item("1", 500)}}
    asked = {"TransactItems": [put_500_bytes, {"ConditionCheck": check}], "ClientRequestToken": "t"}
    assert shop.units(operation="TransactWriteItems", **asked) == (0, 2 + 4)
    assert shop.units(operation="TransactWriteItems", **asked) == (2 + 2, 0)


def test_a_canceled_transaction_costs_too(shop: Shop) -> None:
    _sized(shop, "1", 1_500)
    shop.refused("TransactWriteItems", TransactItems=[put("a", "1", "attribute_not_exists(pk)"), put("a", "2")])
    assert shop.spent() == (0, 4 + 2)


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        ({}, {"owner": "O", "place": "1"}, 1),  # comes into the index
        ({"owner": "O", "place": "1"}, {}, 1),  # leaves it
        ({"owner": "O", "place": "1"}, {"owner": "O", "place": "2"}, 2),  # is deleted there and put anew
        ({"owner": "O", "place": "1"}, {"owner": "O", "place": "1", "n": "2"}, 1),  # is changed there
        ({"owner": "O", "place": "1"}, {"owner": "O", "place": "1"}, 0),  # is not changed
        ({}, {"owner": "O"}, 0),  # is not in it
    ],
)
def test_an_index_costs_a_write_for_each_change_in_it(
    shop: Shop, before: dict[str, str], after: dict[str, str], units: int
) -> None:
    shop.put("a", "1", **before)
    assert shop.units(operation="PutItem", Item=item("a", "1", **after)) == (0, 1 + units)


def test_an_index_of_keys_only_costs_nothing_while_its_keys_stay(shop: Shop) -> None:
    _sized(shop, "1", 3_000, list="L")
    assert shop.units(operation="PutItem", Item=_item("1", 2_900, list="L")) == (0, 3)
    assert shop.units(operation="PutItem", Item=_item("1", 2_900, list="M")) == (0, 3 + 2)


def test_the_query_of_an_index_costs_by_what_is_projected(shop: Shop) -> None:
    for i in range(4):
        _sized(shop, str(i), 4 * KB, list="L", owner="O", place="1")
    shop.query("L", LISTED)
    assert shop.spent() == (0.5, 0)
    shop.query("O", OWNED)
    assert shop.spent() == (2, 0)


def test_answers_tell_the_cost_as_they_are_asked_to(shop: Shop) -> None:
    asked = {"Item": item("a", "1", list="L", owner="O", place="1")}
    total = shop.call("PutItem", **asked, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
    split = shop.call("DeleteItem", Key=key("a", "1"), ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert total == {"TableName": "things", "CapacityUnits": 3}
    assert split == {
        "TableName": "things",
        "CapacityUnits": 3,
        "Table": {"CapacityUnits": 1},
        "GlobalSecondaryIndexes": {"owned": {"CapacityUnits": 1}, "listed": {"CapacityUnits": 1}},
    }
    assert "ConsumedCapacity" not in shop.call("PutItem", **asked, ReturnConsumedCapacity="NONE")


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "ä€𝄞"}, 9),
        ({"N": "0"}, 1),
        ({"N": "123"}, 3),
        ({"N": "1200"}, 2),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"NULL": True}]}, 3 + 2 + 3),
        ({"M": {"ab": {"S": "c"}}}, 3 + 1 + 3),
    ],
)
def test_the_size_of_a_value_is_as_the_guide_has_it(shop: Shop, value: dict[str, Any], size: int) -> None:
    rest = KB - len("pk" + "a" + "sk" + "1" + "v" + "x") - size
    just = {"Item": item("a", "1", x="x" * rest) | {"v": value}}
    more = {"Item": item("a", "1", x="x" * (rest + 1)) | {"v": value}}
    assert shop.units(operation="PutItem", **just) == (0, 1)
    shop.call("DeleteItem", Key=key("a", "1"))
    assert shop.units(operation="PutItem", **more) == (0, 2)
