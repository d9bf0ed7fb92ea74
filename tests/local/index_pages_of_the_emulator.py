"""Run by the emulator's Python: the same pages of an index, as the emulator gives them and as the local cloud does."""

import asyncio
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack.services import dynamodb

sys.path.append(str(Path(__file__).parents[2]))
from local import index_pages

SCHEMA = {
    "TableName": "lists",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "at", "of")],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_of",
            "KeySchema": [{"AttributeName": "of", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}


def call(name: str, body: dict[str, Any]) -> Any:
    headers = {"x-amz-target": f"DynamoDB_20120810.{name}", "content-type": "application/x-amz-json-1.0"}
    status, _, answer = asyncio.run(dynamodb.handle_request("POST", "/", headers, json.dumps(body).encode(), {}))
    assert status == 200, answer
    return json.loads(answer)


def pages(condition: str, values: dict[str, str], limit: int | None, *, forward: bool) -> list[list[str]]:
    """The ids of all pages."""
    asked: dict[str, Any] = {
        "TableName": "lists",
        "IndexName": "by_of",
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": {"#of": "of"} | ({"#at": "at"} if "#at" in condition else {}),
        "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()},
        "ScanIndexForward": forward,
    }
    if limit:
        asked["Limit"] = limit
    found = []
    while True:
        told = call("Query", asked)
        found.append([each["pk"]["S"] for each in told["Items"]])
        if "LastEvaluatedKey" not in told:
            return found
        asked["ExclusiveStartKey"] = told["LastEvaluatedKey"]


def put(number: int, chance: random.Random) -> None:
    item = {"pk": f"p{number:03}", "sk": "s", "at": f"{chance.randrange(40):02}", "of": chance.choice("ab")}
    if chance.random() < 0.1:
        del item["of"]
    call("PutItem", {"TableName": "lists", "Item": {name: {"S": value} for name, value in item.items()}})


def all_pages() -> list[Any]:
    span = {":of": "a", ":low": "10", ":high": "30"}
    return [
        pages(condition, values, limit, forward=forward)
        for condition, values in (
            ("#of = :of", {":of": "a"}),
            ("#of = :of", {":of": "nobody"}),
            ("#of = :of AND #at BETWEEN :low AND :high", span),
            ("#of = :of AND #at >= :low", {":of": "b", ":low": "25"}),
        )
        for limit in (3, 11, 500, None)
        for forward in (True, False)
    ]


def looked_at(ask: Callable[[], list[Any]]) -> tuple[list[Any], int]:
    """What was answered, and how many items were held against a condition for it."""
    tried = dynamodb._evaluate_condition
    looks = 0

    def counted(*asked: Any, **named: Any) -> Any:
        nonlocal looks
        looks += 1
        return tried(*asked, **named)

    dynamodb._evaluate_condition = counted
    answer = ask()
    dynamodb._evaluate_condition = tried
    return answer, looks


def main() -> None:
    chance = random.Random(1)
    query, members, index_item = dynamodb._query, dynamodb._index_members, dynamodb._index_item
    call("CreateTable", SCHEMA)
    for _ in range(2):
        for number in range(120):
            put(chance.randrange(150) if number % 3 else number, chance)
        call("DeleteItem", {"TableName": "lists", "Key": {"pk": {"S": "p003"}, "sk": {"S": "s"}}})
        dynamodb._query, dynamodb._index_members, dynamodb._index_item = query, members, index_item
        plain, looks = looked_at(all_pages)
        index_pages.turn_pages(dynamodb)
        turned, fewer = looked_at(all_pages)
        assert turned == plain
        assert fewer < looks / 2, (fewer, looks)
        put(7, chance)
        index_pages.UNLIMITED = 20  # so that an unlimited page has to be asked for as it is
        turned = all_pages()
        dynamodb._query, dynamodb._index_members = query, members
        assert turned == all_pages()
    print("same")


if __name__ == "__main__":
    main()
