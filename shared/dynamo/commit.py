"""The commit: every staged write of a command happens, or none does, and the caller always learns which.

Four ways a commit can end without its effect, and one in which it only looks so:
- a condition failed: the refusal of the first write whose condition failed is raised;
- others were writing at the same moment, or DynamoDB throttles: tried again a few times, then Stale or Unavailable;
- no answer came: the proof is read, and where it is not there the same commit is sent again, then Unavailable;
- the commit happened and its answer was lost, so that a retry sees its own effect as a failed condition: the
  proof is read, and found to be ours. That is a success.

The proof is an item this commit puts, which carries the commit's own id.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from shared import clock, ids
from shared.aws import client
from shared.dynamo.reads import pause_s
from shared.dynamo.values import Item, from_wire, to_wire
from shared.dynamo.writes import ABSENT, Write
from shared.errors import Stale, Unavailable
from shared.table import TableSpec

T = TypeVar("T")

OPERATIONS_MAX = 100  # DynamoDB's limit a transaction
TRIES = 6  # with full jitter from 50 ms: about a second and a half at the most, well inside a request's time
BUSY = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ReplicatedWriteConflictException",
}
THROTTLED = {
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
UNKNOWN = {"InternalServerError", "ServiceUnavailable", "InternalFailure", "RequestTimeout", "RequestTimeoutException"}
FAILED = "ConditionalCheckFailed"
PROOF = "_commit"


def commit(*writes: Write) -> None:
    """Do all of it or nothing. Raises the refusal of the first write whose condition failed; see the module for the rest.

    One write goes as a plain call, which costs half; more go as one TransactWriteItems.
    """
    _check(writes)
    commit_id = f"{ids.random_bits(128):032x}"
    busy = False
    for attempt in range(TRIES):
        if attempt:
            clock.pause(pause_s(attempt))
        try:
            _send(writes, commit_id)
            return
        except ClientError as error:
            reasons = _reasons(error)
            codes = {reason["Code"] for reason in reasons}
            if FAILED in codes:
                if _is_ours(writes, commit_id):
                    return
                raise _refusal(writes, reasons) from None
            if not codes & (BUSY | THROTTLED | UNKNOWN):
                raise
            if codes & UNKNOWN and _is_ours(writes, commit_id):
                return
            busy = bool(codes & BUSY)
        except BotoCoreError:  # no answer: timeouts, closed connections
            if _is_ours(writes, commit_id):
                return
    raise Stale() if busy else Unavailable("The database did not answer; try again.")


def retry_stale(attempt: Callable[[], T], tries: int = 5) -> T:
    """Run load → decide → commit again while others keep changing what it read. Raises Stale after `tries`."""
    for again in range(1, tries):
        try:
            return attempt()
        except Stale:
            clock.pause(pause_s(again))
    return attempt()


def take_number(table: TableSpec, key: tuple[str, str]) -> int:
    """The next number of a counter, from 1. Outside of any commit: a number is never given twice, but may be lost."""
    answer = client("dynamodb").update_item(
        TableName=table.physical_name,
        Key=to_wire({"pk": key[0], "sk": key[1]}),
        UpdateExpression="ADD #taken :one",
        ExpressionAttributeNames={"#taken": "taken"},
        ExpressionAttributeValues=to_wire({":one": 1}),
        ReturnValues="UPDATED_NEW",
    )
    return int(from_wire(answer["Attributes"])["taken"])


def _check(writes: tuple[Write, ...]) -> None:
    if not 0 < len(writes) <= OPERATIONS_MAX:
        raise ValueError(f"a commit holds 1 to {OPERATIONS_MAX} writes, not {len(writes)}")
    keys = [(write.table.name, *write.key) for write in writes]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"two writes of a commit touch the item {twice}")


def _send(writes: tuple[Write, ...], commit_id: str) -> None:
    if len(writes) == 1 and writes[0].action != "ConditionCheck":
        getattr(client("dynamodb"), f"{writes[0].action.lower()}_item")(**_request(writes[0], commit_id))
        return
    operations = [{write.action: _request(write, commit_id)} for write in writes]
    client("dynamodb").transact_write_items(TransactItems=operations, ClientRequestToken=commit_id)


def _request(write: Write, commit_id: str) -> dict[str, Any]:
    request: dict[str, Any] = {"TableName": write.table.physical_name}
    if write.item is not None:
        request["Item"] = to_wire({**write.item, PROOF: commit_id})
    else:
        request["Key"] = to_wire({"pk": write.key[0], "sk": write.key[1]})
    if write.expression:
        request["UpdateExpression"] = write.expression
    if write.condition:
        request["ConditionExpression"] = write.condition
        request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    if write.names:
        request["ExpressionAttributeNames"] = write.names
    if write.values:
        request["ExpressionAttributeValues"] = to_wire(write.values)
    return request


def _reasons(error: ClientError) -> list[dict[str, Any]]:
    """Why it failed, one reason a write and in their order; a single reason for a failure of the whole call."""
    code = error.response["Error"]["Code"]
    response: Any = error.response
    if code == "TransactionCanceledException":
        return [reason or {"Code": "None"} for reason in response["CancellationReasons"]]
    if code == "ConditionalCheckFailedException":
        return [{"Code": FAILED, "Item": response.get("Item")}]
    return [{"Code": code}]


def _refusal(writes: tuple[Write, ...], reasons: list[dict[str, Any]]) -> Exception:
    for write, reason in zip(writes, reasons, strict=True):
        if reason["Code"] == FAILED:
            found: Item | None = from_wire(reason["Item"]) if reason.get("Item") else None
            return write.refusal(found)
    raise AssertionError("no condition failed")


def _is_ours(writes: tuple[Write, ...], commit_id: str) -> bool:
    """Whether this very commit has happened, by a fresh read of its proof."""
    puts = [write for write in writes if write.action == "Put"]
    proof = next((put for put in puts if (put.condition or "").startswith(ABSENT)), puts[0] if puts else None)
    if proof is None:
        return False
    answer = client("dynamodb").get_item(
        TableName=proof.table.physical_name,
        Key=to_wire({"pk": proof.key[0], "sk": proof.key[1]}),
        ConsistentRead=True,
    )
    return bool(answer.get("Item", {}).get(PROOF, {}).get("S") == commit_id)
