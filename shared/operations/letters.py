"""Dead letters: what failed for good, looked at without losing any of it, and taken out once it is dealt with.

Whoever looks hides the letters from others and gives them back. Who dies meanwhile keeps none: SQS shows them again
when their time is over.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.batches import batched

AT_ONCE = 10  # SQS's limit of a receive, and of each of its batches
WAIT_S = 1  # a shorter look asks only some of SQS's machines


@dataclass(frozen=True)
class Letter:
    """One message in a dead-letter queue. title: of the part it was meant for."""

    title: str
    id: str
    sent_at: datetime
    body: str
    attributes: Mapping[str, str]  # why EventBridge or the Scheduler gave up, where they did
    receipt: str = field(repr=False)


@dataclass(frozen=True)
class About:
    """What a letter says of itself in our own words: names, ids and figures, nothing that anybody wrote.

    kind: `event`, `changes` of a table, a `run` by the clock, or `unknown`. due_at: of a run. reason: why AWS gave up.
    tries: how often, where that is told. error: the class of what was raised.
    """

    kind: str = "unknown"
    event_type: str | None = None
    event_id: str | None = None
    object_id: str | None = None
    due_at: str | None = None
    changes: int | None = None
    reason: str | None = None
    error: str | None = None
    tries: int | None = None


class Box:
    """A dead-letter queue that is being looked at: its letters are hidden from others until the context ends.

    hidden_s: longer than whoever looks may take. most: letters; more are looked at after these are dealt with.
    """

    def __init__(self, sqs: Any, url: str, title: str, *, hidden_s: int, most: int) -> None:
        self.title = title
        self.here: list[Letter] = []
        self._sqs, self._url, self._hidden_s, self._most = sqs, url, hidden_s, most

    def __enter__(self) -> "Box":
        self.here = []
        try:
            while len(self.here) < self._most and (found := self._receive()):
                again = {letter.id for letter in found}  # SQS may hand one out twice; the newest receipt counts
                self.here = [letter for letter in self.here if letter.id not in again] + found
        except BaseException:
            self._give_back()
            raise
        self.here.sort(key=lambda letter: letter.sent_at)
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back()

    def remove(self, letters: Iterable[Letter]) -> None:
        """For good. What SQS does not take out stays and is seen again."""
        gone = list(letters)
        for some in batched(gone, AT_ONCE):
            entries = [{"Id": str(i), "ReceiptHandle": letter.receipt} for i, letter in enumerate(some)]
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)
        self.here = [letter for letter in self.here if letter not in gone]

    def _receive(self) -> list[Letter]:
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=AT_ONCE,
            VisibilityTimeout=self._hidden_s,
            WaitTimeSeconds=WAIT_S,
            AttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        return [_letter(self.title, each) for each in answer.get("Messages", ())]

    def _give_back(self) -> None:
        for some in batched(self.here, AT_ONCE):
            entries = [
                {"Id": str(i), "ReceiptHandle": letter.receipt, "VisibilityTimeout": 0} for i, letter in enumerate(some)
            ]
            self._sqs.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)


def counts(sqs: Any, url: str) -> tuple[int, int] | None:
    """How many messages wait in a queue, and how many are hidden since somebody is at them; None without a queue."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    try:
        told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    except sqs.exceptions.QueueDoesNotExist:
        return None
    waiting, hidden = (int(told[name]) for name in names)
    return waiting, hidden


def send(sqs: Any, url: str, bodies: Sequence[str]) -> set[int]:
    """Put these into a queue; the places of those that it has."""
    sent: set[int] = set()
    for some in batched(enumerate(bodies), AT_ONCE):
        entries = [{"Id": str(i), "MessageBody": body} for i, body in some]
        answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
        sent |= {int(each["Id"]) for each in answer.get("Successful", ())}
    return sent


def about(letter: Letter) -> About:
    """What it says of itself. Whatever has not the form of a word or an id of ours is left out."""
    told = read(letter.body)
    match told:
        case {"detail": {"type": str(kind), "id": str(event_id), **more}}:
            aggregate = more.get("aggregate")
            of = aggregate.get("id") if isinstance(aggregate, dict) else None
            said: dict[str, Any] = {"event_type": _word(kind), "event_id": _id(event_id), "object_id": _id(of)}
            return About("event", **said, **_by_eventbridge(letter.attributes))
        case {"DDBStreamBatchInfo": {"batchSize": int(size)}}:
            return About("changes", changes=size, **_given_up(told))
        case {"requestPayload": dict(payload)}:
            return About("run", due_at=_moment(payload.get("time")), **_given_up(told))
        case {"detail-type": _}:
            return About("run", due_at=_moment(told.get("time")), **_by_eventbridge(letter.attributes))
    return About()


def dropped_key(letter: Letter) -> str:
    """Under which name a letter that is dropped is kept in the shop's bucket."""
    return f"dropped/{letter.title}/{letter.sent_at:%Y-%m-%d}/{letter.id}.json"


def read(body: str) -> Any:
    """What the text says, None where it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _letter(title: str, message: Mapping[str, Any]) -> Letter:
    return Letter(
        title,
        message["MessageId"],
        datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
        message["Body"],
        {name: each.get("StringValue", "") for name, each in message.get("MessageAttributes", {}).items()},
        message["ReceiptHandle"],
    )


def _given_up(told: Mapping[str, Any]) -> dict[str, Any]:
    """What Lambda tells of a run that it gave up."""
    context, answer = (told.get(name) for name in ("requestContext", "responsePayload"))
    context, answer = (each if isinstance(each, dict) else {} for each in (context, answer))
    tries = context.get("approximateInvokeCount")
    return {
        "reason": _plain(context.get("condition")),
        "tries": tries if isinstance(tries, int) else None,
        "error": _plain(answer.get("errorType")),
    }


def _by_eventbridge(attributes: Mapping[str, str]) -> dict[str, Any]:
    """What EventBridge and the Scheduler tell of what they could not deliver."""
    tries = attributes.get("RETRY_ATTEMPTS") or attributes.get("TOTAL_ATTEMPTS") or ""
    return {
        "reason": _plain(attributes.get("EXHAUSTED_RETRY_CONDITION")),
        "error": _plain(attributes.get("ERROR_CODE")),
        "tries": int(tries) if re.fullmatch(r"[0-9]{1,6}", tries) else None,
    }


def _fitting(form: str, told: Any) -> str | None:
    return told if isinstance(told, str) and re.fullmatch(form, told) else None


def _word(told: Any) -> str | None:
    return _fitting(r"[a-z_]{1,40}(\.[a-z_]{1,40}){1,2}", told)


def _id(told: Any) -> str | None:
    return _fitting(r"[a-z]{1,16}_[0-9A-Za-z]{1,64}", told)


def _plain(told: Any) -> str | None:
    return _fitting(r"[A-Za-z][A-Za-z_.]{0,63}", told)


def _moment(told: Any) -> str | None:
    return _fitting(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", told)
