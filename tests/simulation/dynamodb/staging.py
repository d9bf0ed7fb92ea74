"""A write before it happens: what can be refused without a look at the item, and then what the item would become."""

from dataclasses import dataclass

from tests.simulation.dynamodb.capacity import write_units
from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.keys import check_index_keys, key_in, key_of
from tests.simulation.dynamodb.limits import ITEM_BYTES_MAX
from tests.simulation.dynamodb.plans import Plan, plan_of
from tests.simulation.dynamodb.state import State
from tests.simulation.dynamodb.tables import Table
from tests.simulation.dynamodb.values import accept, resized, size_of

TOO_LARGE = "Item size has exceeded the maximum allowed size"
SHOWS_OLD = {"ALL_OLD": True, "NONE": False}  # on a failed condition
UPDATED_TOO_LARGE = "Item size to update has exceeded the maximum allowed size"


@dataclass(slots=True)
class Staged:
    """A write whose request holds. item and size: for Put, what to put."""

    table: Table
    action: str  # Put, Update, Delete or ConditionCheck
    key: Key
    key_item: Wire
    plan: Plan | None
    values: Wire
    item: Wire | None
    size: int
    shows_old: bool  # where its condition fails


class ConditionFailed(Exception):
    """found: the item as it was, where the request wants it shown."""

    def __init__(self, found: Wire | None) -> None:
        super().__init__()
        self.found = found


def stage(state: State, action: str, request: Wire) -> Staged:
    """Raises AwsError where the request cannot be right, whatever the item is."""
    plan, values = plan_of(request)
    table = state.table(request["TableName"])
    shows_old = SHOWS_OLD.get(request.get("ReturnValuesOnConditionCheckFailure", "NONE"))
    if shows_old is None:
        told = "Value at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: "
        raise invalid(f"1 validation error detected: {told}Member must satisfy enum value set: [ALL_OLD, NONE]")
    if action == "Put":
        item, size = accept(request["Item"])
        key = key_in(item)
        check_index_keys(table, item)
        if size > ITEM_BYTES_MAX:
            raise invalid(TOO_LARGE)
        return Staged(table, action, key, request["Item"], plan, values, item, size, shows_old)
    key = key_of(request["Key"])
    if plan is not None and plan.key_touched:
        why = f"Cannot update attribute {plan.key_touched}. This attribute is part of the key"
        raise invalid(f"One or more parameter values were invalid: {why}")
    return Staged(table, action, key, request["Key"], plan, values, None, 0, shows_old)


def decide(staged: Staged) -> tuple[Wire | None, int]:
    """The item that comes of it and its size, None for no item.

    Raises ConditionFailed, or AwsError where the update does not fit the item.
    """
    table, plan, key = staged.table, staged.plan, staged.key
    old = table.items.get(key)
    if plan is not None and plan.condition is not None and not plan.condition(old or {}, staged.values):
        raise ConditionFailed(old if staged.shows_old else None)
    match staged.action:
        case "Put":
            return staged.item, staged.size
        case "Delete":
            return None, 0
        case "ConditionCheck":
            return old, table.sizes.get(key, 0)
    return _updated(staged, old)


def _updated(staged: Staged, old: Wire | None) -> tuple[Wire, int]:
    base = staged.key_item if old is None else old
    if staged.plan is None or staged.plan.update is None:
        return base, size_of(base)
    update = staged.plan.update
    new = update.apply(base, staged.values, old is None)
    size = size_of(new) if old is None else resized(staged.table.sizes[staged.key], old, new, update.names)
    check_index_keys(staged.table, new)
    if size > ITEM_BYTES_MAX:
        raise invalid(UPDATED_TOO_LARGE)
    return new, size


def units(staged: Staged, new_size: int) -> int:
    """What the write costs in the table: by the larger one of the item as it was and as it is."""
    return write_units(max(staged.table.sizes.get(staged.key, 0), new_size))
