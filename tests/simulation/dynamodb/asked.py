"""Requests for tests of refusals, by the operation's name."""

from typing import Any

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.kit import item, key

Asked = tuple[str, Wire]  # operation, request

KEY = key("a", "1")
ONE: Wire = {":one": {"N": "1"}}
A: Wire = {":a": {"S": "a"}}


def updated(expression: str, values: Wire | None = None, **more: Any) -> Asked:
    request: Wire = {"Key": KEY, "UpdateExpression": expression, **more}
    return "UpdateItem", request | ({"ExpressionAttributeValues": values} if values else {})


def put_if(condition: str, values: Wire | None = None, **more: Any) -> Asked:
    request: Wire = {"Item": item("a", "1"), "ConditionExpression": condition, **more}
    return "PutItem", request | ({"ExpressionAttributeValues": values} if values else {})


def put_with(**attributes: Wire) -> Asked:
    return "PutItem", {"Item": KEY | attributes}


def queried(condition: str, values: Wire, **more: Any) -> Asked:
    return "Query", {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, **more}
