"""BatchWriteItem: puts and deletes, each for itself and under no condition."""

from tests.simulation.dynamodb.capacity import shown_in, told
from tests.simulation.dynamodb.errors import NotSupported, Wire, invalid
from tests.simulation.dynamodb.limits import BATCH_WRITE_MAX
from tests.simulation.dynamodb.staging import Staged, decide, stage, units
from tests.simulation.dynamodb.state import State, only

BATCH = frozenset({"RequestItems", "ReturnConsumedCapacity"})
ACTIONS = {"PutRequest": ("Put", frozenset({"Item"})), "DeleteRequest": ("Delete", frozenset({"Key"}))}


def batch_write_item(state: State, request: Wire) -> Wire:
    """Do each of up to 25 writes, or hand it back as unprocessed."""
    only(request, BATCH, "BatchWriteItem")
    how = shown_in(request)
    left: dict[str, list[Wire]] = {}
    changes = []
    for asked, staged in _staged(state, request["RequestItems"]):
        if state.unprocessed and state.unprocessed():
            left.setdefault(staged.table.name, []).append(asked)
            continue
        new, size = decide(staged)
        state.costs(staged.table.name).writes += units(staged, size)
        changes.append(state.change(staged.table, staged.key, new, size))
    answer: Wire = {"UnprocessedItems": left}
    if how:
        answer["ConsumedCapacity"] = [told(name, spent, how) for name, spent in state.spent.items()]
    for change in changes:
        state.tell(change)
    return answer


def _staged(state: State, tables: dict[str, list[Wire]]) -> list[tuple[Wire, Staged]]:
    """Everything that is asked for, checked. Raises AwsError where one of it cannot be right: then nothing happens."""
    count = sum(map(len, tables.values()))
    if not tables or count > BATCH_WRITE_MAX or not all(tables.values()):
        why = f"Member must have length less than or equal to {BATCH_WRITE_MAX}, and of 1 at least"
        raise invalid(f"1 validation error detected: Value at 'requestItems' failed to satisfy constraint: {why}")
    found = [(asked, _stage(state, name, asked)) for name, writes in tables.items() for asked in writes]
    if len({(staged.table.name, staged.key) for _, staged in found}) < len(found):
        raise invalid("Provided list of item keys contains duplicates")
    return found


def _stage(state: State, table: str, asked: Wire) -> Staged:
    if len(asked) != 1:
        raise invalid("Each of the requestItems must hold either a PutRequest or a DeleteRequest")
    ((kind, write),) = asked.items()
    if kind not in ACTIONS:
        raise NotSupported(f"{kind} in BatchWriteItem")
    action, members = ACTIONS[kind]
    only(write, members, "BatchWriteItem")
    return stage(state, action, {"TableName": table, **write})
