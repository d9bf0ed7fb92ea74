"""PutItem, UpdateItem and DeleteItem."""

from tests.simulation.dynamodb.capacity import shown_in, told
from tests.simulation.dynamodb.errors import NotSupported, Wire, condition_failed, invalid
from tests.simulation.dynamodb.operands import Path
from tests.simulation.dynamodb.staging import ConditionFailed, Staged, decide, stage, units
from tests.simulation.dynamodb.state import State, only

CONDITIONAL = {
    "TableName",
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnValuesOnConditionCheckFailure",
}
RETURNING = CONDITIONAL | {"ReturnValues", "ReturnConsumedCapacity"}
PUT = frozenset(RETURNING | {"Item"})
UPDATE = frozenset(RETURNING | {"Key", "UpdateExpression"})
DELETE = frozenset(RETURNING | {"Key"})
RETURNED = {
    "Put": ("NONE", "ALL_OLD"),
    "Delete": ("NONE", "ALL_OLD"),
    "Update": ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
}


def put_item(state: State, request: Wire) -> Wire:
    """Put a whole item, over whatever was there."""
    only(request, PUT, "PutItem")
    return _write(state, "Put", request)


def update_item(state: State, request: Wire) -> Wire:
    """Change some attributes of an item, which is made where there was none."""
    only(request, UPDATE, "UpdateItem")
    return _write(state, "Update", request)


def delete_item(state: State, request: Wire) -> Wire:
    """Remove an item, if it is there."""
    only(request, DELETE, "DeleteItem")
    return _write(state, "Delete", request)


def _write(state: State, action: str, request: Wire) -> Wire:
    wanted = request.get("ReturnValues", "NONE")
    if wanted not in RETURNED[action]:
        raise invalid(f"ReturnValues can only be {' or '.join(RETURNED[action][::-1])}")
    how = shown_in(request)
    staged = stage(state, action, request)
    spent = state.costs(staged.table.name)
    try:
        new, size = decide(staged)
    except ConditionFailed as failed:
        spent.writes += units(staged, 0)
        raise condition_failed(failed.found) from None
    old = staged.table.items.get(staged.key)
    spent.writes += units(staged, size)
    change = state.change(staged.table, staged.key, new, size)
    answer = {} if wanted == "NONE" else _returned(staged, wanted, old, new)
    if how:
        answer["ConsumedCapacity"] = told(staged.table.name, spent, how)
    state.tell(change)
    return answer


def _returned(staged: Staged, wanted: str, old: Wire | None, new: Wire | None) -> Wire:
    item = (old if wanted.endswith("OLD") else new) or {}
    if wanted.startswith("UPDATED"):
        item = {name: item[name] for name in _touched(staged) if name in item}
    return {"Attributes": item} if item else {}


def _touched(staged: Staged) -> list[str]:
    paths: list[Path] = staged.plan.update.paths if staged.plan and staged.plan.update else []
    if any(len(path) > 1 for path in paths):
        raise NotSupported("ReturnValues of updated attributes where a path goes into one")
    return [str(path[0]) for path in paths]
