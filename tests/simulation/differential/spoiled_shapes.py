"""Mistakes in the shape of a request: too much of something, or what is not there."""

from random import Random

from tests.simulation.differential.spoilers import parts, spoiler
from tests.simulation.dynamodb.errors import Wire


@spoiler
def same_item_twice(random: Random, operation: str, request: Wire) -> bool:
    if operation == "TransactWriteItems":
        request["TransactItems"] *= 2
    elif operation == "BatchGetItem":
        for asked in request["RequestItems"].values():
            asked["Keys"] *= 2
    elif operation == "BatchWriteItem":
        for asked in request["RequestItems"].values():
            asked *= 2  # noqa: PLW2901 - the list itself is made longer
    return "TransactItems" in request or "RequestItems" in request


@spoiler
def too_many(random: Random, operation: str, request: Wire) -> bool:
    """One more than a batch or a transaction may hold, or just as many."""
    most = {"TransactWriteItems": 100, "BatchGetItem": 100, "BatchWriteItem": 25}.get(operation)
    if most is None or random.random() < 0.5:
        return False
    count = most + random.randrange(2)
    keys = [{"pk": {"S": "many"}, "sk": {"S": str(i)}} for i in range(count)]
    table = "things" + str(request).partition("things")[2].partition("'")[0]
    if operation == "TransactWriteItems":
        request["TransactItems"] = [{"Delete": {"TableName": table, "Key": key}} for key in keys]
    elif operation == "BatchGetItem":
        request["RequestItems"] = {table: {"Keys": keys}}
    else:
        request["RequestItems"] = {table: [{"DeleteRequest": {"Key": key}} for key in keys]}
    return table != "things"


@spoiler
def transaction_too_large(random: Random, operation: str, request: Wire) -> bool:
    """Eleven items of almost 400 KB each, or ten."""
    if operation != "TransactWriteItems" or random.random() < 0.8:
        return False
    table = request["TransactItems"][0].popitem()[1]["TableName"]
    puts = [
        {"pk": {"S": "large"}, "sk": {"S": str(i)}, "x": {"S": "x" * 399_000}} for i in range(random.choice((10, 11)))
    ]
    request["TransactItems"] = [{"Put": {"TableName": table, "Item": each}} for each in puts]
    return True


@spoiler
def unknown_table(random: Random, operation: str, request: Wire) -> bool:
    if operation.startswith("Batch"):
        request["RequestItems"]["nowhere"] = request["RequestItems"].popitem()[1]
    else:
        random.choice(parts(operation, request))["TableName"] = "nowhere"
    return True


@spoiler
def wrong_return_values(random: Random, operation: str, request: Wire) -> bool:
    if operation not in ("PutItem", "DeleteItem", "UpdateItem"):
        return False
    request["ReturnValues"] = random.choice(("ALL_NEW", "UPDATED_OLD", "ALL", ""))
    return operation != "UpdateItem" or request["ReturnValues"] in ("ALL", "")


@spoiler
def wrong_consumed_capacity(random: Random, operation: str, request: Wire) -> bool:
    request["ReturnConsumedCapacity"] = "SOME"
    return True


@spoiler
def nothing_asked_for(random: Random, operation: str, request: Wire) -> bool:
    if operation == "TransactWriteItems":
        request["TransactItems"] = []
    elif operation.startswith("Batch"):
        request["RequestItems"] = {}
    else:
        request["Limit"] = 0
    return operation == "Query" or operation.endswith("Items") or operation.startswith("Batch")


@spoiler
def token_too_long(random: Random, operation: str, request: Wire) -> bool:
    request["ClientRequestToken"] = "x" * 37
    return operation == "TransactWriteItems"
