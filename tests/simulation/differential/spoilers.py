"""What makes a right request wrong, one mistake at a time, for everything that DynamoDB refuses."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.simulation.dynamodb.errors import Wire

Spoiler = Callable[[Random, str, Wire], bool]  # (random, operation, the request to change) → whether it applies

SPOILERS: dict[str, Spoiler] = {}


def spoiler(make: Spoiler) -> Spoiler:
    """One mistake, known by the name of what makes it."""
    SPOILERS[make.__name__.strip("_")] = make
    return make


def parts(operation: str, request: Wire) -> list[Wire]:
    """The writes of a transaction, or else the request itself: what has expressions."""
    if operation == "TransactWriteItems":
        return [write for each in request["TransactItems"] for write in each.values()]
    return [] if operation.startswith("Batch") else [request]


def part(random: Random, operation: str, request: Wire, *members: str) -> Wire | None:
    """One of these that has such a member."""
    found = [each for each in parts(operation, request) if any(member in each for member in members)]
    return random.choice(found) if found else None


def keyed(random: Random, operation: str, request: Wire) -> Wire | None:
    """One of the request's keys, or of the items that it would put."""
    found: list[Any] = []
    for each in parts(operation, request):
        found += [each[member] for member in ("Key", "Item") if member in each]
    for asked in request.get("RequestItems", {}).values():
        found += asked["Keys"] if "Keys" in asked else _written(asked)
    return random.choice(found) if found else None


def _written(asked: list[Wire]) -> list[Wire]:
    return [write.get("Item") or write["Key"] for each in asked for write in each.values()]


def item(random: Random, operation: str, request: Wire) -> Wire | None:
    """One of the items that it would put."""
    found = [each["Item"] for each in parts(operation, request) if "Item" in each]
    if operation == "BatchWriteItem":
        puts = [each for asked in request["RequestItems"].values() for each in asked if "PutRequest" in each]
        found += [each["PutRequest"]["Item"] for each in puts]
    return random.choice(found) if found else None
