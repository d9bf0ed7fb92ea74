"""How a dead letter is tried again: what has to be done for that, and by whom it was asked for, is for others."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.operations.letters import read
from shared.operations.parts import Kind, Part

RECORDS_MAX = 1000  # a call of GetRecords; a batch has a hundred


class Outcome(StrEnum):
    """What is done with it."""

    QUEUED = "queued"  # back in its queue
    PUBLISHED = "published"  # what was unsent goes to the bus
    FOLLOWED = "followed"  # the changes of the table are followed once more
    RUN = "run"  # run again


class Hopeless(Exception):
    """It cannot be tried again. code: `unreadable`, `too_old`."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Retrial:
    """payload: what its Lambda is to be asked; None where its body goes back into its queue as it is.

    must_end: whether somebody has to wait for the end, since nobody would keep what fails again. changes: how many.
    """

    outcome: Outcome
    payload: Mapping[str, Any] | None = None
    must_end: bool = False
    changes: int = 0


def retrial(part: Part, body: str, streams: Callable[[], Any]) -> Retrial:
    """How to try it again. streams: gives a client for DynamoDB's streams. Raises Hopeless."""
    if part.kind.has_queue:
        return Retrial(Outcome.QUEUED)
    told = read(body)
    if not isinstance(told, dict):
        raise Hopeless("unreadable", "It holds no run that could be made again; drop it with a reason.")
    if "DDBStreamBatchInfo" in told and part.kind is Kind.PUBLISHER:
        return Retrial(Outcome.PUBLISHED, {})  # what it could not publish is still marked as unsent
    if "DDBStreamBatchInfo" in told and part.kind is Kind.WATCHER:
        return _watched(part, told["DDBStreamBatchInfo"], streams())
    return Retrial(Outcome.RUN, told.get("requestPayload", told), must_end=part.kind is Kind.WATCHER)


def _watched(part: Part, info: Mapping[str, Any], streams: Any) -> Retrial:
    """The letter names the changes, and the table's stream still has them for a day."""
    records = [each for each in _records(streams, info) if any(matches(filter_, each) for filter_ in part.when)]
    return Retrial(Outcome.FOLLOWED, {"Records": records} if records else None, True, len(records))


def _records(streams: Any, info: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=info["streamArn"],
            ShardId=info["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=info["startSequenceNumber"],
        )["ShardIterator"]
    except (streams.exceptions.TrimmedDataAccessException, streams.exceptions.ResourceNotFoundException):
        told = "A stream keeps changes for a day, and these are older; drop it with a reason."
        raise Hopeless("too_old", told) from None
    last = int(info["endSequenceNumber"])
    while iterator:
        answer = streams.get_records(ShardIterator=iterator, Limit=RECORDS_MAX)
        for record in answer["Records"]:
            if int(record["dynamodb"]["SequenceNumber"]) > last:
                return
            yield json.loads(json.dumps(record, default=_plain))
        iterator = answer.get("NextShardIterator") if answer["Records"] else None


def matches(pattern: Any, value: Any) -> bool:
    """Whether a stream's filter lets it pass: literals, `prefix` and `exists`, which is all that the plan uses."""
    if isinstance(pattern, Mapping):
        return all(
            matches(wanted, value.get(name) if isinstance(value, Mapping) else None) for name, wanted in pattern.items()
        )
    return any(_passes(each, value) for each in pattern)


def _passes(wanted: Any, value: Any) -> bool:
    match wanted:
        case {"prefix": str(beginning)}:
            return isinstance(value, str) and value.startswith(beginning)
        case {"exists": bool(is_there)}:
            return (value is not None) is is_there
    return bool(wanted == value)


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else str(value)
