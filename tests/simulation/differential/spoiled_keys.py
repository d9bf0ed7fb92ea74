"""Mistakes in keys, items and the shape of a request."""

from random import Random

from tests.simulation.differential.spoilers import item, keyed, part, parts, spoiler
from tests.simulation.dynamodb.errors import Wire

WRONG_NUMBERS = ("", "abc", "1e126", "1E-131", "9" * 39, "0." + "1" * 39, "NaN", " 1", "1_0", "0x1", "Infinity")
INDEX_KEYS = ("listed", "listed_as", "owner", "sort", "flat", "unsent", "unsent_at")


def _change_key(change: dict[str, Wire]) -> None:
    """For each name a mistake that gives a key such an attribute."""
    for name, attributes in change.items():

        def make(random: Random, operation: str, request: Wire, attributes: Wire = attributes) -> bool:
            found = keyed(random, operation, request)
            if found is None or not _can_be_undone(operation, request, found):
                return False
            found.update(attributes)
            return True

        make.__name__ = name
        spoiler(make)


_change_key(
    {
        "empty_partition_key": {"pk": {"S": ""}},
        "empty_sort_key": {"sk": {"S": ""}},
        "number_as_key": {"sk": {"N": "1"}},
        "null_as_key": {"pk": {"NULL": True}},
        "partition_key_too_long": {"pk": {"S": "x" * 2049}},
        "partition_key_as_long_as_may_be": {"pk": {"S": "x" * 2048}},
        "sort_key_too_long": {"sk": {"S": "é" * 513}},
        "sort_key_as_long_as_may_be": {"sk": {"S": "é" * 512}},
    }
)


@spoiler
def missing_key(random: Random, operation: str, request: Wire) -> bool:
    found = keyed(random, operation, request)
    if found is None or not _can_be_undone(operation, request, found):
        return False
    del found[random.choice(("pk", "sk"))]
    return True


def _can_be_undone(operation: str, request: Wire, found: Wire) -> bool:
    """Whether the emulator makes no item of it: in a transaction it takes keys that it then refuses to delete."""
    made = [each[action] for each in request.get("TransactItems", ()) for action in ("Put", "Update") if action in each]
    return all(found is not write.get("Key") and found is not write.get("Item") for write in made)


@spoiler
def more_than_a_key(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "Key")
    if found:
        found["Key"]["n"] = {"N": "1"}
    return bool(found)


@spoiler
def wrong_index_key(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is None or "plain" in str(request):
        return False
    wrong: Wire = random.choice(({"N": "1"}, {"NULL": True}, {"L": []}, {"S": ""}, {"S": "x" * 2049}, {"BOOL": False}))
    found[random.choice(INDEX_KEYS)] = wrong
    return True


@spoiler
def wrong_number(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        number = {"N": random.choice(WRONG_NUMBERS)}
        found["n"] = random.choice((number, {"L": [number]}, {"M": {"a": number}}))
    return found is not None


@spoiler
def null_that_is_false(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        found["note"] = {"NULL": False}
    return found is not None


@spoiler
def nameless_attribute(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        found[random.choice(("", "m"))] = {"M": {"": {"S": "x"}}}
    return found is not None


@spoiler
def nested_too_deep(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        value: Wire = {"S": "x"}
        for _ in range(random.choice((31, 32, 33, 40))):
            value = random.choice(({"L": [value]}, {"M": {"a": value}}))
        found["m"] = value
    return found is not None


@spoiler
def item_too_large(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is None or random.random() < 0.8:
        return False
    rest = sum(len(name) + len(str(value)) for name, value in found.items())  # more than its bytes
    found["long"] = {"S": "x" * (409_600 + random.choice((0, -rest)))}
    return True


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
