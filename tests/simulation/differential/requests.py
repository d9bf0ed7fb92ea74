"""Random requests that DynamoDB would take: one maker for each operation."""

from collections.abc import Callable
from random import Random

from shared.table import TableSpec
from tests.simulation.differential.expressions import Said, a_condition, an_update
from tests.simulation.differential.values import an_item
from tests.simulation.differential.world import INDEXED, LARGE, PARTITIONS, PLAIN, SORTS, SPECS, THINGS, a_key, a_table
from tests.simulation.dynamodb.errors import Wire

WRITES = ("Put", "Update", "Delete")
RETURNED = ("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW")
RANGES = ("", "= {}", "< {}", "<= {}", "> {}", ">= {}", "BETWEEN {} AND {}", "begins_with")


def a_write(random: Random, action: str, table: TableSpec | None = None) -> Wire:
    """A put, an update or a delete, or a transaction's check of a condition: mostly under a condition."""
    said, key = Said(random), a_key(random)
    request: Wire = {"TableName": (table or a_table(random)).physical_name}
    request |= {"Item": an_item(random, key)} if action == "Put" else {"Key": key}
    if action == "Update":
        request["UpdateExpression"] = an_update(said, key)
    if action == "ConditionCheck" or random.random() < 0.6:
        request["ConditionExpression"] = a_condition(said)
        if random.random() < 0.5:
            request["ReturnValuesOnConditionCheckFailure"] = random.choice(("ALL_OLD", "ALL_OLD", "NONE"))
    return said.onto(request)


def _single(action: str) -> Callable[[Random], Wire]:
    def make(random: Random) -> Wire:
        request = a_write(random, action)
        nested = any(sign in request.get("UpdateExpression", "") for sign in ".[")
        count = 3 if nested else len(RETURNED) if action == "Update" else 2
        if random.random() < 0.5:
            request["ReturnValues"] = random.choice(RETURNED[:count])
        return _counted(random, request)

    return make


def _counted(random: Random, request: Wire) -> Wire:
    if random.random() < 0.3:
        request["ReturnConsumedCapacity"] = random.choice(("NONE", "TOTAL", "INDEXES"))
    return request


def get_item(random: Random) -> Wire:
    request: Wire = {"TableName": a_table(random).physical_name, "Key": a_key(random)}
    return _counted(random, request | _consistency(random))


def _consistency(random: Random) -> Wire:
    return {"ConsistentRead": random.random() < 0.7} if random.random() < 0.7 else {}


def batch_get_item(random: Random) -> Wire:
    wanted = {}
    for spec in random.sample(SPECS, random.randrange(1, 3)):
        keys = {str(key): key for key in (a_key(random) for _ in range(random.randrange(1, 12)))}
        wanted[spec.physical_name] = {"Keys": list(keys.values())} | _consistency(random)
    return _counted(random, {"RequestItems": wanted})


def batch_write_item(random: Random) -> Wire:
    wanted: dict[str, list[Wire]] = {}
    for spec in random.sample(SPECS, random.randrange(1, 3)):
        keys = {str(key): key for key in (a_key(random) for _ in range(random.randrange(1, 9)))}
        wanted[spec.physical_name] = [
            {"PutRequest": {"Item": an_item(random, key)}} if random.random() < 0.6 else {"DeleteRequest": {"Key": key}}
            for key in keys.values()
        ]
    return _counted(random, {"RequestItems": wanted})


def transact_write_items(random: Random) -> Wire:
    """Up to a dozen operations on different items."""
    operations: dict[str, Wire] = {}
    for _ in range(random.choice((1, 2, 3, 4, 8, 12))):
        action = random.choice((*WRITES, "ConditionCheck"))
        write = a_write(random, action)
        key = write.get("Key") or {name: write["Item"][name] for name in ("pk", "sk")}
        operations[f"{write['TableName']} {key}"] = {action: write}
    request: Wire = {"TransactItems": list(operations.values())}
    if random.random() < 0.4:
        request["ClientRequestToken"] = f"{random.getrandbits(64):016x}"
    return _counted(random, request)


def query(random: Random) -> Wire:
    """A partition of the table or an index, or a range of it."""
    said = Said(random)
    index = random.choice(THINGS.all_indexes) if random.random() < 0.5 else None
    table = THINGS if index else a_table(random)
    partition, sort = (index.partition, index.sort) if index else ("pk", "sk")
    which = random.choice(INDEXED if index else PARTITIONS)
    if not index and random.random() < 0.02:
        table, which = THINGS, LARGE
    condition = f"{said.name(partition)} = {said.value({'S': which})}"
    if sort and random.random() < 0.5:
        condition += " AND " + _range(said, sort)
    request: Wire = {"TableName": table.physical_name, "KeyConditionExpression": condition}
    if index:
        request["IndexName"] = index.name
    if random.random() < 0.2:
        request["FilterExpression"] = a_condition(said).replace("(pk)", "(absent)")
    return _counted(
        random, said.onto(request | _paging(random, is_tied=bool(index and not index.sort), is_index=bool(index)))
    )


def scan(random: Random) -> Wire:
    """A whole table of less than a page: where one ends and another segment begins, each database says for itself."""
    said = Said(random)
    request: Wire = {"TableName": PLAIN.physical_name} | _consistency(random)
    if random.random() < 0.4:
        request["FilterExpression"] = a_condition(said)
    if random.random() < 0.3:
        request |= {"Segment": 0, "TotalSegments": 1}
    return _counted(random, said.onto(request))


def _range(said: Said, sort: str) -> str:
    random = said.random
    form = random.choice(RANGES[1:])
    low, high = sorted(random.choices(SORTS if sort == "sk" else ("1", "3", "5#b", "9"), k=2))
    if form == "begins_with":
        return f"begins_with({said.name(sort)}, {said.value({'S': low[: random.randrange(1, 3)]})})"
    bounds = [said.value({"S": each}) for each in (low, high)[: form.count("{}")]]
    return f"{said.name(sort)} {form.format(*bounds)}"


def _paging(random: Random, *, is_tied: bool, is_index: bool) -> Wire:
    """is_tied: equal sort keys stand in no order, so that no page of them is like another."""
    paging: Wire = {} if random.random() < 0.5 else {"ScanIndexForward": random.random() < 0.4}
    if not is_tied and random.random() < 0.5:
        paging["Limit"] = random.randrange(1, 6)
    if not is_index:
        paging |= _consistency(random)
    return paging


MAKERS: dict[str, tuple[int, Callable[[Random], Wire]]] = {  # operation → how often of a hundred, and its maker
    "PutItem": (14, _single("Put")),
    "UpdateItem": (22, _single("Update")),
    "DeleteItem": (6, _single("Delete")),
    "GetItem": (6, get_item),
    "BatchGetItem": (8, batch_get_item),
    "BatchWriteItem": (7, batch_write_item),
    "TransactWriteItems": (21, transact_write_items),
    "Query": (16, query),
    "Scan": (4, scan),
}
