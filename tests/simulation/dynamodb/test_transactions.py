"""Transactions: all or nothing, a reason for each operation, and a token for ten minutes."""

from typing import Any

import pytest

from tests.simulation.dynamodb import AwsError, conflict, internal_error, throttled
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.kit import PLAIN, THINGS, Shop, item, key, put

ABSENT = "attribute_not_exists(pk)"


def _transacted(shop: Shop, *operations: Wire, **more: Any) -> Wire:
    return shop.call("TransactWriteItems", TransactItems=list(operations), **more)


def _canceled(shop: Shop, *operations: Wire) -> list[Wire]:
    error = shop.refused("TransactWriteItems", TransactItems=list(operations))
    assert error.code == "TransactionCanceledException"
    reasons: list[Wire] = error.fields["CancellationReasons"]
    assert error.message.endswith(f"[{', '.join(reason['Code'] for reason in reasons)}]")
    return reasons


def _added(pk: str, sk: str, name: str) -> Wire:
    values = {":one": {"N": "1"}}
    asked = {"TableName": "things", "Key": key(pk, sk), "UpdateExpression": f"SET {name} = {name} + :one"}
    return {"Update": asked | {"ExpressionAttributeValues": values}}


def test_all_of_it_happens_in_whichever_tables(shop: Shop) -> None:
    shop.put("a", "1", n=1)
    shop.put("a", "2")
    other = {"Put": {"TableName": "plain", "Item": item("p", "1")}}
    gone = {"Delete": {"TableName": "things", "Key": key("a", "2")}}
    assert _transacted(shop, _added("a", "1", "n"), gone, put("a", "3", ABSENT), other) == {}
    assert set(shop.db.items(THINGS)) == {("a", "1"), ("a", "3")}
    assert set(shop.db.items(PLAIN)) == {("p", "1")}
    assert shop.db.items(THINGS)["a", "1"]["n"] == {"N": "2"}


def test_one_failed_condition_undoes_all_and_each_operation_has_its_reason(shop: Shop) -> None:
    shop.put("a", "1", n=1)
    before = dict(shop.db.items(THINGS))
    reasons = _canceled(shop, put("a", "2"), put("a", "1", ABSENT), _added("a", "1b", "n"), put("a", "3", ABSENT))
    assert reasons == [
        {"Code": "None"},
        {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": item("a", "1", n=1)},
        {
            "Code": "ValidationError",
            "Message": "The provided expression refers to an attribute that does not exist in the item",
        },
        {"Code": "None"},
    ]
    assert dict(shop.db.items(THINGS)) == before


def test_a_wrong_key_is_told_before_any_condition_is_looked_at(shop: Shop) -> None:
    wrong = {"Delete": {"TableName": "things", "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}}}
    reasons = _canceled(shop, put("a", "1", "attribute_exists(pk)"), wrong, wrong)
    assert [reason["Code"] for reason in reasons] == ["None", "ValidationError", "None"]


def test_the_same_token_means_the_same_transaction_for_ten_minutes(shop: Shop) -> None:
    shop.put("a", "1", n=1)
    asked = {"TransactItems": [_added("a", "1", "n")], "ClientRequestToken": "t"}
    shop.call("TransactWriteItems", **asked)
    shop.clock.now += 599
    shop.call("TransactWriteItems", **asked)
    assert shop.db.items(THINGS)["a", "1"]["n"] == {"N": "2"}
    shop.clock.now += 1
    shop.call("TransactWriteItems", **asked)
    assert shop.db.items(THINGS)["a", "1"]["n"] == {"N": "3"}


def test_another_transaction_under_the_same_token_is_refused(shop: Shop) -> None:
    _transacted(shop, put("a", "1"), ClientRequestToken="t")
    error = shop.refused("TransactWriteItems", TransactItems=[put("a", "2")], ClientRequestToken="t")
    assert error.code == "IdempotentParameterMismatchException"


def test_a_canceled_transaction_leaves_its_token_free(shop: Shop) -> None:
    asked = {"TransactItems": [put("a", "1", "attribute_exists(pk)")], "ClientRequestToken": "t"}
    assert shop.refused("TransactWriteItems", **asked).code == "TransactionCanceledException"
    _transacted(shop, put("a", "2"), ClientRequestToken="t")
    assert set(shop.db.items(THINGS)) == {("a", "2")}


def test_the_limit_is_on_what_is_sent_not_on_what_is_deleted(shop: Shop) -> None:
    for i in range(20):
        shop.put("a", str(i), x="x" * 400_000)
    _transacted(shop, *({"Delete": {"TableName": "things", "Key": key("a", str(i))}} for i in range(20)))
    assert not shop.db.items(THINGS)


@pytest.mark.parametrize(("which", "codes"), [(0, "CNN"), (1, "NCN"), (5, "NNC")])
def test_a_conflict_names_one_drawn_operation(which: int, codes: str) -> None:
    error = conflict({"TransactItems": [put("a", "1"), put("a", "2"), put("a", "3")]}, which)
    names = {"C": "TransactionConflict", "N": "None"}
    assert error.code == "TransactionCanceledException"
    assert [reason["Code"] for reason in error.fields["CancellationReasons"]] == [names[code] for code in codes]


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (conflict({"TableName": "things"}), "TransactionConflictException", 400),
        (throttled(), "ThrottlingException", 400),
        (internal_error(), "InternalServerError", 500),
    ],
)
def test_errors_for_the_fault_layer_are_as_the_real_ones(error: AwsError, code: str, status: int) -> None:
    assert (error.code, error.status) == (code, status)
