"""moto made cheaper gives moto's answers: the same script for both, word for word."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from shared.table import Index, TableSpec
from tests.cheap_moto import cheapen
from tests.world import ENVIRONMENT, create_table

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
SCRIPT = (
    put("1", kind={"S": "k"}, n={"N": "5"}, many={"L": [{"M": {"deep": {"BOOL": True}}}, {"NULL": True}]}),
    put("2", kind={"S": "k"}, words={"SS": ["b", "a"]}),
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
    ("query", {**OF_A, "Limit": 1, "ScanIndexForward": False}),
    ("query", {**OF_A, "IndexName": "by_kind", "KeyConditionExpression": "kind = :pk"}),
    (
        "scan",
        {
            "TableName": NAME,
            "FilterExpression": "contains(words, :pk)",
            "ExpressionAttributeValues": OF_A["ExpressionAttributeValues"],
        },
    ),
    ("batch_get_item", {"RequestItems": {NAME: {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "2"}}]}}}),
    (
        "transact_get_items",
        {
            "TransactItems": [
                {"Get": {"TableName": NAME, "Key": {"pk": {"S": "a"}, "sk": {"S": sk}}}} for sk in ("2", "nowhere")
            ]
        },
    ),
    ("batch_write_item", {"RequestItems": {NAME: [{"DeleteRequest": {"Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}}]}}),
    ("get_item", {"TableName": "nowhere", "Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}),
    ("describe_table", {"TableName": NAME}),
)


def answers() -> list[Any]:
    """What a fresh cloud says to each line of the script."""
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name=ENVIRONMENT["AWS_REGION"])
        create_table(dynamodb, TABLE)
        return [_answer(dynamodb, operation, dict(request)) for operation, request in SCRIPT]


def _answer(dynamodb: Any, operation: str, request: dict[str, Any]) -> Any:
    try:
        said = getattr(dynamodb, operation)(**request)
    except ClientError as refused:
        said = refused.response
    said.pop("ResponseMetadata")
    for told_by_chance in ("CreationDateTime", "TableId", "LatestStreamArn", "LatestStreamLabel"):
        said.get("Table", {}).pop(told_by_chance, None)
    return said


def test_the_same_answers_as_moto_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("THINGS_TABLE", NAME)
    own = answers()
    assert sum("Error" in said for said in own) >= 7, "the script asks for refusals, too"
    cheapen(monkeypatch)
    for (operation, _), moto_s, ours in zip(SCRIPT, own, answers(), strict=True):
        assert ours == moto_s, operation
