"""The items that a write may have changed, if only on the side that ought to have refused it."""

from collections.abc import Iterator

from shared.table import TableSpec
from tests.simulation.differential.world import SPECS
from tests.simulation.dynamodb.errors import Wire


def touched(operation: str, request: Wire) -> Iterator[tuple[TableSpec, tuple[str, str]]]:
    """The tables and keys of a request's writes, as far as they are keys."""
    specs = {spec.physical_name: spec for spec in SPECS}
    for table, key in _keys(operation, request):
        pk, sk = key.get("pk", {}).get("S"), key.get("sk", {}).get("S")
        if table in specs and pk and sk and len(pk.encode()) <= 2048 and len(sk.encode()) <= 1024:
            yield specs[table], (pk, sk)


def _keys(operation: str, request: Wire) -> Iterator[tuple[str, Wire]]:
    if operation == "TransactWriteItems":
        for each in request["TransactItems"]:
            for write in each.values():
                yield write["TableName"], write.get("Key") or write["Item"]
    elif operation == "BatchWriteItem":
        for table, writes in request["RequestItems"].items():
            for each in writes:
                yield from ((table, write.get("Key") or write["Item"]) for write in each.values())
    elif operation in ("PutItem", "UpdateItem", "DeleteItem"):
        yield request["TableName"], request.get("Key") or request["Item"]
