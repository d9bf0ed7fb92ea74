"""A batch of a queue's messages, as Lambda hands it to the function."""

from collections.abc import Mapping
from typing import Any

from tests.simulation.plumbing.air import ACCOUNT, REGION
from tests.simulation.plumbing.queue import Message, Queue, Receive


def sqs_event(queue: Queue, received: Receive) -> dict[str, Any]:
    """The event. Source: Lambda's guide, "Using Lambda with Amazon SQS"."""
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue.function.replace('.', '-')}"
    return {"Records": [_record(copy.message, received.receipt, arn) for copy in received.copies]}


def _record(message: Message, receipt: int, arn: str) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "receiptHandle": f"{message.id}/{receipt}",
        "body": message.body,
        "attributes": _attributes(message),
        "messageAttributes": {},
        "md5OfBody": message.fingerprint(),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


def _attributes(message: Message) -> Mapping[str, str]:
    attributes = {
        "ApproximateReceiveCount": str(message.receives),
        "SentTimestamp": str(int(message.sent_at * 1000)),
        "SenderId": "AIDAIT2UOQQY3AUEKVGXU",
        "ApproximateFirstReceiveTimestamp": str(int(message.first_received_at * 1000)),
    }
    if message.group:
        attributes["MessageGroupId"] = message.group
        attributes["MessageDeduplicationId"] = message.dedup
        attributes["SequenceNumber"] = f"{message.number:020d}"
    return attributes
