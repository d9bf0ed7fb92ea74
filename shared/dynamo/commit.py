"""The commit: every staged write of a command happens, or none does, and the caller always learns which.

Four ways a commit can end without its effect, and one in which it only looks so:
- a condition failed: the refusal of the first write whose condition failed is raised;
- others were writing at the same moment, or DynamoDB throttles: tried again a few times, then Stale or Unavailable;
- no answer came: the proof is read, and where it is not there the same commit is sent again, then Unavailable;
- the commit happened and its answer was lost, so that a retry sees its own effect as a failed condition: the
  proof is read, and found to be ours. That is a success.

A fifth only costs a try: where a condition met an item that an earlier release wrote, it is rewritten first.

The proof is an item this commit puts, which carries the commit's own id. A commit that puts none is sent as a
transaction, whose token DynamoDB remembers for ten minutes: sent again, it happens once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from shared import clock, ids
from shared.aws import client
from shared.dynamo.calls import NO_ANSWER, THROTTLED, ask, code_of, is_broken
from shared.dynamo.older import PROOF, as_sent, rewrite, wants_present
from shared.dynamo.reads import item_of, pause_s
from shared.dynamo.values import from_wire, to_wire
from shared.dynamo.writes import ABSENT, Write, counted, update
from shared.errors import Stale, Unavailable
from shared.table import SCHEMA_VERSION, TableSpec

T = TypeVar("T")

OPERATIONS_MAX = 100  # DynamoDB's limit a transaction
TRIES = 6  # with full jitter from 50 ms: about a second and a half of waiting at the most
GIVE_UP_S = 8  # no further try after this, where each waits for an answer: a request's function has 25 s in all
BUSY = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ReplicatedWriteConflictException",
}
LOST = "Lost"  # ours: no answer came, or a broken one; the effect may be there, or may come yet
FAILED = "ConditionalCheckFailed"


class NotWitnessed(RuntimeError):
    """A mistake in our code: a change without its row in the table that must tell of it, or a row without a change."""


@dataclass
class _Witness:
    table: TableSpec
    is_heard: bool = False

    def check(self, writes: tuple[Write, ...]) -> None:
        """Raises NotWitnessed."""
        told = sum(write.table is self.table for write in writes)
        if bool(told) == self.is_heard or told == len(writes):
            raise NotWitnessed(f"{told} of {len(writes)} writes tell {self.table.name} of it; one change does, once")


_witness: ContextVar[_Witness | None] = ContextVar("witness", default=None)


@contextmanager
def witnessed_by(table: TableSpec) -> Iterator[None]:
    """Until the end, the first commit that happens must write to this table beside what it changes, and no other may.

    Where nothing is committed, nothing is asked for.
    """
    before = _witness.set(_Witness(table))
    try:
        yield
    finally:
        _witness.reset(before)


@contextmanager
def unwitnessed() -> Iterator[None]:
    """Until the end, no commit is asked for its row: what it writes is not seen by anybody yet, or was told before."""
    before = _witness.set(None)
    try:
        yield
    finally:
        _witness.reset(before)


def commit(*writes: Write) -> None:
    """Do all of it or nothing. Raises the refusal of the first write whose condition failed; for the rest see above.

    One new item goes as a plain call, which costs half; all else goes as one TransactWriteItems.
    """
    _check(writes)
    witness = _witness.get()
    if witness:
        witness.check(writes)
    _do(writes)
    if witness:
        witness.is_heard = True


def _do(writes: tuple[Write, ...]) -> None:
    commit_id = f"{ids.random_bits(128):032x}"
    give_up_at = clock.source() + GIVE_UP_S
    was_lost = False
    codes: set[str] = set()
    for attempt in range(TRIES):
        if attempt:
            clock.pause(pause_s(attempt))
        reasons = _send(writes, commit_id)
        codes = {reason["Code"] for reason in reasons}
        if not reasons or (LOST in codes and _is_seen(writes, commit_id)):
            return
        if FAILED in codes:
            if _is_ours(writes, commit_id):
                return
            if not _rewritten(writes, reasons):
                raise _refusal(writes, reasons)
        was_lost |= LOST in codes
        if clock.source() >= give_up_at:
            break
    # After a lost try nobody may decide anew, as after Stale: the first decision may be done after all.
    raise Stale() if codes & BUSY and not was_lost else Unavailable("The database did not answer; try again.")


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
    one_more = update(table, key, "ADD #taken :one", condition="", names={"#taken": "taken"}, values={":one": 1})
    return int(from_wire(_update(one_more, "UPDATED_NEW")["Attributes"])["taken"])


def count_up(table: TableSpec, key: tuple[str, str], most: int, ttl: int) -> bool:
    """Count one more, outside of any commit, unless there are `most` already. Gives whether it was counted.

    Where an answer is lost, it may be counted twice. ttl: when the counter is garbage, in epoch seconds.
    """
    try:
        _update(counted(table, key, most, ttl), "NONE")
    except ClientError as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _update(write: Write, gives: str) -> Any:
    """An update by itself, outside of any commit."""
    try:
        return ask("update_item", ReturnValues=gives, **_request(write, ""))
    except ClientError as error:
        if not _rewritten((write,), _reasons(error)):
            raise
        return ask("update_item", ReturnValues=gives, **_request(write, ""))


def _check(writes: tuple[Write, ...]) -> None:
    if not 0 < len(writes) <= OPERATIONS_MAX:
        raise ValueError(f"a commit holds 1 to {OPERATIONS_MAX} writes, not {len(writes)}")
    keys = [(write.table.name, *write.key) for write in writes]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"two writes of a commit touch the item {twice}")


def _send(writes: tuple[Write, ...], commit_id: str) -> list[dict[str, Any]]:
    """Nothing where it happened, else why not: one reason a write and in their order, or one for the whole call.

    Raises what no second try can mend.
    """
    try:
        if len(writes) == 1 and _is_creation(writes[0]):
            client("dynamodb").put_item(**_request(writes[0], commit_id))
        else:
            operations = [{write.action: _request(write, commit_id)} for write in writes]
            client("dynamodb").transact_write_items(TransactItems=operations, ClientRequestToken=commit_id)
    except NO_ANSWER:
        return [{"Code": LOST}]
    except ClientError as error:
        reasons = _reasons(error)
        if {reason["Code"] for reason in reasons} & {FAILED, LOST, *BUSY, *THROTTLED}:
            return reasons
        raise
    return []


def _request(staged: Write, commit_id: str) -> dict[str, Any]:
    write = as_sent(staged)
    request: dict[str, Any] = {"TableName": write.table.physical_name}
    if write.item is not None:
        stamps = {SCHEMA_VERSION: write.table.schema_version, PROOF: commit_id}
        request["Item"] = to_wire(write.item | stamps)
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
    code = code_of(error)
    response: Any = error.response
    if code == "TransactionCanceledException":
        return [{"Code": "None", **reason} for reason in response["CancellationReasons"]]
    if code == "ConditionalCheckFailedException":
        return [{"Code": FAILED, "Item": response.get("Item")}]
    return [{"Code": LOST if is_broken(error) else code}]


def _refusal(writes: tuple[Write, ...], reasons: list[dict[str, Any]]) -> Exception:
    failed = [(w, r) for w, r in zip(writes, reasons, strict=True) if r["Code"] == FAILED]
    write, reason = min(failed, key=lambda each: not each[0].speaks_first)
    return write.refusal(item_of(write.table, reason["Item"]) if reason.get("Item") else None)


def _rewritten(writes: tuple[Write, ...], reasons: list[dict[str, Any]]) -> bool:
    """Whether what refused was an earlier release's shape; those items have this one's now, if nobody was faster."""
    failed = [(w, from_wire(r["Item"])) for w, r in zip(writes, reasons, strict=True) if r.get("Item")]
    older = [(w.table, item) for w, item in failed if wants_present(w) and w.table.is_older(item)]
    for table, item in older:
        rewrite(table, item)
    return bool(older)


def _is_ours(writes: tuple[Write, ...], commit_id: str) -> bool:
    """Whether this very commit has happened, by a fresh read of its proof. Raises Unavailable where there is none."""
    puts = [write for write in writes if write.action == "Put"]
    proof = next(filter(_is_creation, puts), puts[0] if puts else None)
    if proof is None:
        return False
    key = to_wire({"pk": proof.key[0], "sk": proof.key[1]})
    answer = ask("get_item", TableName=proof.table.physical_name, Key=key, ConsistentRead=True)
    return bool(answer.get("Item", {}).get(PROOF, {}).get("S") == commit_id)


def _is_seen(writes: tuple[Write, ...], commit_id: str) -> bool:
    with suppress(Unavailable):  # then the commit is sent again, which cannot make it happen twice
        return _is_ours(writes, commit_id)
    return False


def _is_creation(write: Write) -> bool:
    return write.action == "Put" and (write.condition or "").startswith(ABSENT)
