"""GetItem and BatchGetItem."""

from tests.simulation.dynamodb.capacity import read_units, shown_in, told
from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.keys import key_of
from tests.simulation.dynamodb.limits import BATCH_GET_BYTES_MAX, BATCH_GET_MAX
from tests.simulation.dynamodb.state import State, only
from tests.simulation.dynamodb.tables import Table
from tests.simulation.dynamodb.values import size_of

GET = frozenset({"TableName", "Key", "ConsistentRead", "ReturnConsumedCapacity"})
BATCH = frozenset({"RequestItems", "ReturnConsumedCapacity"})
BATCH_TABLE = frozenset({"Keys", "ConsistentRead"})


def get_item(state: State, request: Wire) -> Wire:
    """One item, or none."""
    only(request, GET, "GetItem")
    how = shown_in(request)
    table = state.table(request["TableName"])
    is_consistent = request.get("ConsistentRead") is True
    item, size = _read(state, table, key_of(request["Key"]), is_consistent)
    spent = state.costs(table.name)
    spent.reads += read_units(size, is_consistent)
    answer: Wire = {} if item is None else {"Item": item}
    if how:
        answer["ConsumedCapacity"] = told(table.name, spent, how)
    return answer


def _read(state: State, table: Table, key: Key, is_consistent: bool) -> tuple[Wire | None, int]:
    if not is_consistent and (moment := state.moment_read()) is not None:
        item = table.as_of(key, moment)
        return item, size_of(item or {})
    return table.items.get(key), table.sizes.get(key, 0)


def batch_get_item(state: State, request: Wire) -> Wire:
    """Up to a hundred items, each current for itself or, where that is not asked for, each of a moment of its own."""
    only(request, BATCH, "BatchGetItem")
    how = shown_in(request)
    wanted = _wanted(state, request["RequestItems"])
    responses: dict[str, list[Wire]] = {}
    left: dict[str, Wire] = {}
    room = BATCH_GET_BYTES_MAX
    for table, asked, keys in wanted:
        found = responses.setdefault(table.name, [])
        is_consistent = asked.get("ConsistentRead") is True
        for key, wire in zip(keys, asked["Keys"], strict=True):
            item, size = _read(state, table, key, is_consistent)
            if size > room or (state.unprocessed and state.unprocessed()):
                left.setdefault(table.name, {**asked, "Keys": []})["Keys"].append(wire)
                continue
            room -= size
            state.costs(table.name).reads += read_units(size, is_consistent)
            if item is not None:
                found.append(item)
    answer: Wire = {"Responses": responses, "UnprocessedKeys": left}
    if how:
        answer["ConsumedCapacity"] = [told(name, spent, how) for name, spent in state.spent.items()]
    return answer


def _wanted(state: State, tables: Wire) -> list[tuple[Table, Wire, list[Key]]]:
    if not tables:
        raise invalid("The requestItems parameter is required for BatchGetItem")
    count = sum(len(asked["Keys"]) for asked in tables.values())
    if not all(asked["Keys"] for asked in tables.values()):
        why = "failed to satisfy constraint: Member must have length greater than or equal to 1"
        raise invalid(f"1 validation error detected: Value at 'requestItems.keys' {why}")
    if count > BATCH_GET_MAX:
        raise invalid("Too many items requested for the BatchGetItem call")
    wanted = []
    for name, asked in tables.items():
        only(asked, BATCH_TABLE, "BatchGetItem")
        table = state.table(name)
        keys = [key_of(key) for key in asked["Keys"]]
        if len(set(keys)) < len(keys):
            raise invalid("Provided list of item keys contains duplicates")
        wanted.append((table, asked, keys))
    return wanted
