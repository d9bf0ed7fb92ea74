"""What Lambda makes of a table's changes: the record a follower gets, and the note of a batch that was given up."""

import json
from typing import Any, Protocol
from zlib import crc32

from tests.simulation.plumbing.air import ACCOUNT, REGION, Air, stamp

Wire = dict[str, Any]


class Change(Protocol):
    """A change of one item, as the database tells it. Images are as on the wire, None where there is none."""

    @property
    def table(self) -> str: ...  # the domain's name for it
    @property
    def kind(self) -> str: ...  # INSERT, MODIFY or REMOVE
    @property
    def key(self) -> tuple[str, str]: ...
    @property
    def old(self) -> Wire | None: ...
    @property
    def new(self) -> Wire | None: ...
    def as_event(self) -> Wire:
        """The record as a function gets it."""


def filtered(change: Change) -> Wire:
    """What filters look at, in the record's shape: made for each change, so no more than that."""
    told: Wire = {"Keys": {"pk": {"S": change.key[0]}, "sk": {"S": change.key[1]}}}
    if change.new is not None:
        told["NewImage"] = change.new
    if change.old is not None:
        told["OldImage"] = change.old
    return {"eventName": change.kind, "dynamodb": told}


def shard_of(pk: str, shards: int) -> int:
    """Always the same for a partition key, so that an item's changes keep their order."""
    return crc32(pk.encode()) % shards


def arn_of(table: str) -> str:
    """The stream's name, told to followers and in notes of what was given up."""
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/stream/2026-11-22T00:00:00.000"


def batch_info(function: str, table: str, records: list[Wire], invoked: int, condition: str, air: Air) -> str:
    """The message of an on-failure destination. Source: Lambda's guide, "Retain discarded records"."""
    first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
    context = {
        "requestId": air.new_id(),
        "functionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function.replace('.', '-')}",
        "condition": condition,
        "approximateInvokeCount": invoked,
    }
    batch = {
        "shardId": "shardId-00000000000000000000-00000000",
        "startSequenceNumber": first["SequenceNumber"],
        "endSequenceNumber": last["SequenceNumber"],
        "approximateArrivalOfFirstRecord": stamp(first["ApproximateCreationDateTime"]),
        "approximateArrivalOfLastRecord": stamp(last["ApproximateCreationDateTime"]),
        "batchSize": len(records),
        "streamArn": arn_of(table),
    }
    told = {
        "requestContext": context,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": stamp(air.loop.now),
        "DDBStreamBatchInfo": batch,
    }
    return json.dumps(told)
