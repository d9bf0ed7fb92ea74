"""How a dead letter is tried again: what it is, and to whom it goes."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from infra.operate.place import Place, Refusal, part
from infra.operate.telling import counted
from infra.plan import Mailbox, Publisher, Watcher, Worker

RECORDS_MAX = 1000  # a call of GetRecords; a batch has a hundred


def redrive(place: Place, title: str, body: str) -> str:
    """Try it again; a sentence of what was done. Raises Refusal where it cannot be, or failed again."""
    plan = part(title)
    if isinstance(plan, Worker | Mailbox):
        sqs = place.client("sqs")
        url = sqs.get_queue_url(QueueName=place.names.of(title))["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=body)
        return "back in its queue"
    told = _told(body)
    if "DDBStreamBatchInfo" in told and isinstance(plan, Publisher):
        place.invoke(title, {})  # what it could not publish is still marked as unsent
        return "what was unsent is on the bus"
    if "DDBStreamBatchInfo" in told and isinstance(plan, Watcher):
        return _watched_again(place, title, plan, told["DDBStreamBatchInfo"])
    place.invoke(title, told.get("requestPayload", told))
    return "run again"


def _told(body: str) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refusal("It holds no run that could be made again; `drop` it with a reason.")
    return told


def _watched_again(place: Place, title: str, plan: Watcher, info: Mapping[str, Any]) -> str:
    """The letter names the changes, and the table's stream still has them for a day."""
    records = [each for each in _records(place, info) if any(matches(filter_, each) for filter_ in plan.when)]
    if records:
        place.invoke(title, {"Records": records})
    return f"{counted(len(records), 'change')} followed again"


def _records(place: Place, info: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    streams = place.client("dynamodbstreams")
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=info["streamArn"],
            ShardId=info["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=info["startSequenceNumber"],
        )["ShardIterator"]
    except (streams.exceptions.TrimmedDataAccessException, streams.exceptions.ResourceNotFoundException):
        raise Refusal("A stream keeps changes for a day, and these are older; `drop` it with a reason.") from None
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
