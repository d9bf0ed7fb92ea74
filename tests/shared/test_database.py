"""The tests' database answers through the SDK as moto's does: the same script for both. More is in `differential`."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from shared.table import Index, TableSpec
from tests import database
from tests.simulation.dynamodb import NotSupported
from tests.world import ENVIRONMENT, cloud, create_table, service

TABLE = TableSpec("things", says=True, indexes=(Index("by_kind", partition="kind", sort="sk"),))
NAME = "storewright-test-things"
BIG = {"S": "x" * 399_000}


def put(sk: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "put_item", {"TableName": NAME, "Item": {"pk": {"S": "a"}, "sk": {"S": sk}, **more}}


def update(sk: str, expression: str, **more: Any) -> dict[str, Any]:
    key = {"pk": {"S": "a"}, "sk": {"S": sk}}
    return {"TableName": NAME, "Key": key, "UpdateExpression": expression, **more}


def together(*parts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "transact_write_items", {"TransactItems": list(parts)}


ONE = {":one": {"N": "1"}}
OF_A: dict[str, Any] = {
    "TableName": NAME,
    "KeyConditionExpression": "pk = :pk",
    "ExpressionAttributeValues": {":pk": {"S": "a"}},
}
UNASKED = ("ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics")  # moto tells of its capacity unasked
SCRIPT = (
    put("1", kind={"S": "k"}, n={"N": "5"}, many={"L": [{"M": {"deep": {"BOOL": True}}}, {"NULL": True}]}),
    put("2", kind={"S": "k"}, words={"L": [{"S": "a"}, {"S": "b"}]}),
    ("put_item", {**put("1")[1], "ConditionExpression": "attribute_not_exists(pk)"}),
    ("get_item", {"TableName": NAME, "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}, "ConsistentRead": True}),
    ("get_item", {"TableName": NAME, "Key": {"pk": {"S": "a"}, "sk": {"S": "nowhere"}}}),
    ("update_item", update("1", "SET n = n + :one ADD m :one", ExpressionAttributeValues=ONE, ReturnValues="ALL_NEW")),
    ("update_item", update("1", "SET n = :one, n = :one", ExpressionAttributeValues=ONE)),
    ("update_item", update("1", "SET n = :one SET m = :one", ExpressionAttributeValues=ONE)),
    ("update_item", update("1", "SET sk = :one", ExpressionAttributeValues=ONE)),
    ("update_item", update("9", "SET n = n + :one", ExpressionAttributeValues=ONE)),
    ("update_item", update("1", "SET big = :big", ExpressionAttributeValues={":big": BIG})),
    ("update_item", update("1", "SET more = :big", ExpressionAttributeValues={":big": BIG})),
    ("update_item", update("1", "REMOVE big")),
    ("update_item", update("1", "SET more = :big", ExpressionAttributeValues={":big": BIG})),
    together(
        {"Put": {"TableName": NAME, "Item": {"pk": {"S": "a"}, "sk": {"S": "3"}}}},
        {"Update": update("2", "SET n = :one", ExpressionAttributeValues=ONE)},
        {
            "ConditionCheck": {
                "TableName": NAME,
                "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}},
                "ConditionExpression": "pk <> :pk",
                "ExpressionAttributeValues": OF_A["ExpressionAttributeValues"],
            }
        },
    ),
    together(
        {"Update": update("2", "SET n = :one", ExpressionAttributeValues=ONE)},
        {"Delete": {"TableName": NAME, "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}}},
    ),
    together(
        {"Delete": {"TableName": NAME, "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}}},
        {"Put": {"TableName": NAME, "Item": {"pk": {"S": "a"}, "sk": {"S": "1"}}}},
    ),
    ("query", OF_A),
    ("query", {**OF_A, "Limit": 9, "ScanIndexForward": False}),
    ("query", {**OF_A, "IndexName": "by_kind", "KeyConditionExpression": "kind = :pk"}),
    (
        "scan",
        {
            "TableName": NAME,
            "FilterExpression": "kind <> :pk",
            "ExpressionAttributeValues": OF_A["ExpressionAttributeValues"],
        },
    ),
    ("batch_get_item", {"RequestItems": {NAME: {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "2"}}]}}}),
    ("batch_write_item", {"RequestItems": {NAME: [{"DeleteRequest": {"Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}}]}}),
    ("get_item", {"TableName": "nowhere", "Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}),
)


def answers(dynamodb: Any) -> list[Any]:
    """What a fresh database says to each line of the script."""
    return [_answer(dynamodb, operation, dict(request)) for operation, request in SCRIPT]


def _answer(dynamodb: Any, operation: str, request: dict[str, Any]) -> Any:
    try:
        said = getattr(dynamodb, operation)(**request)
    except ClientError as refused:
        reasons = refused.response.get("CancellationReasons", [])
        return refused.response["Error"]["Code"], [each.get("Code") for each in reasons]
    return {name: told for name, told in said.items() if name not in UNASKED}


def test_the_same_answers_as_moto_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("THINGS_TABLE", NAME)
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name=ENVIRONMENT["AWS_REGION"])
        create_table(dynamodb, TABLE)
        moto_s = answers(dynamodb)
        assert sum(isinstance(said, tuple) for said in moto_s) >= 7, "the script asks for refusals, too"
        database.stand(monkeypatch, [TABLE], lambda: 0.0)
        ours = answers(dynamodb)
    for (operation, request), theirs, own in zip(SCRIPT, moto_s, ours, strict=True):
        assert own == theirs, (operation, request)


def test_what_it_does_not_have_is_no_silent_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with cloud(monkeypatch, TABLE), pytest.raises(NotSupported, match="DescribeTable"):
        service("dynamodb").describe_table(TableName=NAME)
