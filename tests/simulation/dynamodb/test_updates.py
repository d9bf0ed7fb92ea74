"""Updates: everything is read before anything is written, and places in lists are those before the update."""

from typing import Any

import pytest

from shared.dynamo.values import from_wire, to_wire
from tests.simulation.dynamodb.kit import Shop, item, key

VALUES = {":one": 1, ":x": "x", ":y": "y", ":list": ["z"]}


def _updated(shop: Shop, expression: str, sk: str = "1", **more: Any) -> dict[str, Any]:
    used = {name: value for name, value in VALUES.items() if name in expression}
    asked = {"Key": key("a", sk), "UpdateExpression": expression, "ReturnValues": "ALL_NEW", **more}
    if used:
        asked["ExpressionAttributeValues"] = to_wire(used)
    return from_wire(shop.call("UpdateItem", **asked).get("Attributes", {}))


@pytest.mark.parametrize(
    ("expression", "changed"),
    [
        ("SET n = n + :one", {"n": 6}),
        ("SET n = :one - n", {"n": -4}),
        ("ADD n :one", {"n": 6}),
        ("ADD made :one", {"made": 1}),
        ("SET made = if_not_exists(made, :x)", {"made": "x"}),
        ("SET n = if_not_exists(n, :x)", {"n": 5}),
        ("SET l = list_append(l, :list)", {"l": ["a", "b", "c", "z"]}),
        ("SET l = list_append(:list, l)", {"l": ["z", "a", "b", "c"]}),
        ("SET l[1] = :x", {"l": ["a", "x", "c"]}),
        ("SET l[9] = :x, l[7] = :y", {"l": ["a", "b", "c", "y", "x"]}),
        ("REMOVE l[0], l[1]", {"l": ["c"]}),
        ("REMOVE l[0] SET l[2] = :x", {"l": ["b", "x"]}),
        ("REMOVE l[9], absent", {}),
        ("SET m.a = :x, m.b = m.a", {"m": {"a": "x", "b": 1}}),
        ("REMOVE m.a", {"m": {}}),
        ("SET s = n, n = s", {"s": 5, "n": "s"}),
        ("REMOVE s SET made = s", {"s": None, "made": "s"}),
        ("  set  n=:one   remove s ", {"n": 1, "s": None}),
    ],
)
def test_an_update_changes(shop: Shop, expression: str, changed: dict[str, Any]) -> None:
    was = {"n": 5, "s": "s", "l": ["a", "b", "c"], "m": {"a": 1}}
    shop.put("a", "1", **was)
    expected = {name: value for name, value in (was | changed).items() if value is not None}
    assert _updated(shop, expression) == {"pk": "a", "sk": "1", **expected}


def test_an_update_of_no_item_makes_one(shop: Shop) -> None:
    assert _updated(shop, "ADD n :one") == {"pk": "a", "sk": "1", "n": 1}
    assert _updated(shop, "REMOVE m.a", sk="2") == {"pk": "a", "sk": "2"}


def test_the_size_of_an_item_follows_its_updates(shop: Shop) -> None:
    shop.put("a", "1", x="x" * 900, l=["a"])
    _updated(shop, "SET y = :x, l[1] = :y")
    _updated(shop, "REMOVE x")
    table = shop.db.by_spec["things"]
    grown = table.sizes["a", "1"]
    shop.call("PutItem", Item=table.items["a", "1"])
    assert table.sizes["a", "1"] == grown


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("NONE", {}),
        ("ALL_OLD", {"pk": "a", "sk": "1", "n": 5, "s": "s", "t": "t"}),
        ("UPDATED_OLD", {"n": 5, "s": "s"}),
        ("UPDATED_NEW", {"n": 1, "made": "x"}),
        ("ALL_NEW", {"pk": "a", "sk": "1", "n": 1, "t": "t", "made": "x"}),
    ],
)
def test_an_update_tells_what_it_is_asked_to(shop: Shop, wanted: str, told: dict[str, Any]) -> None:
    shop.put("a", "1", n=5, s="s", t="t")
    assert _updated(shop, "SET n = :one, made = :x REMOVE s", ReturnValues=wanted) == told


@pytest.mark.parametrize(
    ("written", "kept"),
    [("1.0", "1"), ("1e3", "1000"), ("007", "7"), ("-0", "0"), ("+5", "5"), (".50", "0.5"), ("1E-3", "0.001")],
)
def test_numbers_are_kept_in_one_form_wherever_they_are(shop: Shop, written: str, kept: str) -> None:
    shop.call("PutItem", Item=item("a", "1") | {"n": {"N": written}, "l": {"L": [{"M": {"n": {"N": written}}}]}})
    found = shop.get("a", "1")
    assert found == item("a", "1") | {"n": {"N": kept}, "l": {"L": [{"M": {"n": {"N": kept}}}]}}
    is_equal = {"ConditionExpression": "n = :n", "ExpressionAttributeValues": {":n": {"N": f"{written}"}}}
    shop.call("DeleteItem", Key=key("a", "1"), **is_equal)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("n <> :one", True),
        ("absent <> :one", True),
        ("absent = :one", False),
        ("absent < :one", False),
        ("n > :one", True),
        ("n > :x", False),
        ("s BETWEEN :x AND :y", False),
        ("n IN (:x, :one)", False),
        ("NOT n = :one AND attribute_exists(s)", True),
        ("n = :one OR s > :x AND n = :one", False),
        ("(n = :one OR s < :x) AND attribute_not_exists(absent)", True),
    ],
)
def test_a_condition_holds_or_not(shop: Shop, condition: str, holds: bool) -> None:
    shop.put("a", "1", n=5, s="s")
    used = to_wire({name: value for name, value in VALUES.items() if name in condition})
    asked = {"Key": key("a", "1"), "ConditionExpression": condition, "ExpressionAttributeValues": used}
    if holds:
        shop.call("DeleteItem", **asked)
    else:
        error = shop.refused("DeleteItem", **asked, ReturnValuesOnConditionCheckFailure="ALL_OLD")
        assert (error.code, error.fields["Item"]) == ("ConditionalCheckFailedException", item("a", "1", n=5, s="s"))
