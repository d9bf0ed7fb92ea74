"""TransactWriteItems: all of it or nothing, and a token that means the same transaction for ten minutes."""

from typing import Any

from tests.simulation.dynamodb.capacity import TRANSACTIONAL, read_units, shown_in, told
from tests.simulation.dynamodb.errors import (
    AwsError,
    NoTable,
    NotSupported,
    Wire,
    WrongItem,
    canceled,
    invalid,
    reason,
)
from tests.simulation.dynamodb.limits import (
    ITEM_BYTES_MAX,
    TOKEN_LENGTH_MAX,
    TRANSACTION_BYTES_MAX,
    TRANSACTION_OPERATIONS_MAX,
)
from tests.simulation.dynamodb.staging import ConditionFailed, Staged, decide, stage, units
from tests.simulation.dynamodb.state import State, only
from tests.simulation.dynamodb.tokens import Done
from tests.simulation.dynamodb.values import size_of
from tests.simulation.dynamodb.writes import CONDITIONAL

TRANSACTION = frozenset({"TransactItems", "ClientRequestToken", "ReturnConsumedCapacity"})
ACTIONS = {
    "Put": frozenset(CONDITIONAL | {"Item"}),
    "Update": frozenset(CONDITIONAL | {"Key", "UpdateExpression"}),
    "Delete": frozenset(CONDITIONAL | {"Key"}),
    "ConditionCheck": frozenset(CONDITIONAL | {"Key"}),
}
REQUIRED = {"Update": "UpdateExpression", "ConditionCheck": "ConditionExpression"}
HAPPENED = reason("None")
WRONG = "1 validation error detected: Value at"

Outcome = tuple[Wire | None, int]  # an item and its size


def transact_write_items(state: State, request: Wire) -> Wire:
    """Do all of up to a hundred operations, or raise AwsError with a reason for each."""
    only(request, TRANSACTION, "TransactWriteItems")
    how = shown_in(request)
    operations, token = request["TransactItems"], request.get("ClientRequestToken")
    _check_lengths(operations, token)
    staged = _staged(state, operations)
    said = (operations, how)
    done = state.tokens.find(token, said, state.now()) if token is not None else None
    if done is not None:
        return _told_again(state, done, how)
    _make(state, staged, _decided(state, staged))
    if token is not None:
        state.tokens.add(Done(token, state.now(), said, tuple([(each.table.name, each.key) for each in staged])))
    return _told(state, how, "Write")


def _check_lengths(operations: list[Wire], token: str | None) -> None:
    if token is not None and not 1 <= len(token) <= TOKEN_LENGTH_MAX:
        raise invalid(f"{WRONG} 'clientRequestToken': Member must have length of 1 to {TOKEN_LENGTH_MAX}")
    if not 0 < len(operations) <= TRANSACTION_OPERATIONS_MAX:
        raise invalid(f"{WRONG} 'transactItems': Member must have length of 1 to {TRANSACTION_OPERATIONS_MAX}")


def _make(state: State, staged: list[Staged], outcomes: list[Outcome]) -> None:
    """Change every item, and then tell of it."""
    changes = []
    for each, (new, size) in zip(staged, outcomes, strict=True):
        state.costs(each.table.name).writes += TRANSACTIONAL * units(each, size)
        if each.action != "ConditionCheck":
            changes.append(state.change(each.table, each.key, new, size))
    for change in changes:
        if change is not None:
            state.tell(change)


def _told(state: State, how: str | None, kind: Any) -> Wire:
    if how is None:
        return {}
    return {"ConsumedCapacity": [told(name, spent, how, kind) for name, spent in state.spent.items()]}


def _told_again(state: State, done: Done, how: str | None) -> Wire:
    """The answer where it has happened before: it costs a read of its items."""
    for name, key in done.keys:
        state.costs(name).reads += TRANSACTIONAL * read_units(state.tables[name].sizes.get(key, 0), is_consistent=True)
    return _told(state, how, "Read")


def _staged(state: State, operations: list[Wire]) -> list[Staged]:
    """Raises AwsError: for the whole request where an operation makes no sense, canceled where its item is wrong."""
    staged: list[Staged] = []
    wrong: dict[int, AwsError] = {}
    for position, operation in enumerate(operations):
        try:
            staged.append(_stage(state, operation))
        except (NoTable, WrongItem) as error:  # told when all other operations are found to make sense
            wrong[position] = error
    if wrong:
        raise _refusal(len(operations), wrong)
    if len({(each.table.name, each.key) for each in staged}) < len(staged):
        raise invalid("Transaction request cannot include multiple operations on one item")
    if len(staged) * ITEM_BYTES_MAX > TRANSACTION_BYTES_MAX and sum(map(_payload, staged)) > TRANSACTION_BYTES_MAX:
        raise invalid("Member must have a transaction payload whose size cannot exceed 4 MB")
    return staged


def _stage(state: State, operation: Wire) -> Staged:
    if len(operation) != 1:
        raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
    ((action, write),) = operation.items()
    if action not in ACTIONS:
        raise NotSupported(f"{action} in TransactWriteItems")
    only(write, ACTIONS[action], action)
    if action in REQUIRED and REQUIRED[action] not in write:
        raise invalid(f"1 validation error detected: Value null at '{REQUIRED[action]}': Member must not be null")
    return stage(state, action, write)


def _refusal(count: int, wrong: dict[int, AwsError]) -> AwsError:
    """A table that is not there, or the first wrong item; then no condition is looked at."""
    missing = next((error for error in wrong.values() if isinstance(error, NoTable)), None)
    position, error = next(iter(wrong.items()))
    return missing or canceled(_reasons(count, {position: reason("ValidationError", error.message)}))


def _payload(staged: Staged) -> int:
    """The bytes of what is sent, which is what the limit is on: a transaction may delete more than it could put."""
    return staged.size if staged.item is not None else size_of(staged.values)


def _decided(state: State, staged: list[Staged]) -> list[Outcome]:
    """What becomes of each item. Raises AwsError where one operation fails, with the reason of every one."""
    outcomes: list[Outcome] = []
    failed: dict[int, Wire] = {}
    for position, each in enumerate(staged):
        try:
            outcomes.append(decide(each))
        except ConditionFailed as refused:
            failed[position] = reason("ConditionalCheckFailed", "The conditional request failed", refused.found)
        except AwsError as error:
            failed[position] = reason("ValidationError", error.message)
    if not failed:
        return outcomes
    for each in staged:
        state.costs(each.table.name).writes += TRANSACTIONAL * units(each, 0)
    raise canceled(_reasons(len(staged), failed))


def _reasons(count: int, failed: dict[int, Wire]) -> list[Wire]:
    return [failed.get(position, HAPPENED) for position in range(count)]
