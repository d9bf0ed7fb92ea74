"""Queue handlers: one message at a time, a failed one goes back alone, news heard before is done.

What a message's handler raises decides: `AlreadyHeard` and `Refused` are done with; `Stale` is tried again at once;
anything else goes back to the queue and, after five times, to its dead-letter queue, where an alarm stands. Where
somebody whom we asked has said when to come again, the message is hidden for that long, and nobody waits for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from botocore.exceptions import BotoCoreError, ClientError

from shared import clock, start, telemetry
from shared.aws import client
from shared.dynamo import Write, commit, retry_stale
from shared.errors import Refused, Stale, Unavailable
from shared.event import Event
from shared.ids import new_id
from shared.inbox import AlreadyHeard, heard
from shared.settings import Settings, read_settings
from shared.table import TableSpec

HIDDEN_MIN_S = 60  # limits are mostly of a minute; five tries, each after twice as long, last a quarter of an hour
HIDDEN_MAX_S = 900  # who is away for longer is asked again meanwhile

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class News:
    """A message as its handler gets it: the event, its envelope's facts, and the note that it was heard."""

    id: str
    created_at: str
    aggregate_id: str
    aggregate_version: int
    heard: Write  # goes into the commit of the effect
    now: datetime

    def age_s(self) -> float:
        """How long ago it was said; clocks differ a little, and nothing is heard before that."""
        return max(0.0, (clock.now() - clock.parse(self.created_at)).total_seconds())


OnNews = Callable[[Any, News], None]  # (event of the type it is registered for, news)


def queue_handler(table: TableSpec, consumer: str, handlers: Mapping[type[Event], OnNews]) -> Handler:
    """A Lambda entry point that hears these events. consumer: its name in the inbox, such as `orders.on_payment`.

    table: where the inbox notes are kept.
    """
    by_type = {event.type: (event, on_news) for event, on_news in handlers.items()}

    def hear(record: SQSRecord) -> None:
        try:
            hear_one(record)
        except Unavailable as away:
            if away.is_told_to_wait:
                _hide(record, away.retry_after_s or 0)
            raise

    def hear_one(record: SQSRecord) -> None:
        telemetry.begin("")
        try:
            envelope = record.json_body["detail"]
            telemetry.begin(envelope["correlation_id"], envelope["id"])
            event, on_news = by_type[envelope["type"]]
            _hear(table, consumer, envelope, lambda news: on_news(event.model_validate(envelope["data"]), news))
        except Exception as error:
            told = {"event_id": telemetry.causation_id(), "message_id": record.message_id}
            telemetry.warn("not_heard", error, consumer=consumer, **told)
            raise

    handler = _one_by_one(hear)
    handler.hears = frozenset(handlers)  # type: ignore[attr-defined]  # for the test that lays it beside the plan
    return handler


def message_handler(name: str, work: Callable[[dict[str, Any]], None]) -> Handler:
    """A Lambda entry point for messages that are no events of ours, such as what S3 tells: each goes to `work`.

    What it raises sends the message back. The same message may come twice: that is for `work` to see.
    """

    def take(record: SQSRecord) -> None:
        telemetry.begin(new_id("req"))
        try:
            work(record.json_body)
        except Exception as error:
            telemetry.warn("not_taken", error, consumer=name, message_id=record.message_id)
            raise

    return _one_by_one(take)


class QueueSettings(Settings):
    """queue_url: of the queue whose messages it may hide; empty: they come again in the queue's own time."""

    queue_url: str = ""


def _hide(record: SQSRecord, seconds: int) -> None:
    """Let the message come again so much later, or twice as long after each try.

    Source: AWS Lambda's guide, "Handling errors for an SQS event source": a message that is reported as failed comes
    again once its visibility timeout is over, and that may be changed for each.
    """
    url = read_settings(QueueSettings).queue_url
    if not url:
        return
    tries = int(record.attributes.approximate_receive_count)
    hidden_s = min(max(seconds, HIDDEN_MIN_S * 2 ** (tries - 1)), HIDDEN_MAX_S)
    try:
        client("sqs").change_message_visibility(
            QueueUrl=url, ReceiptHandle=record.receipt_handle, VisibilityTimeout=hidden_s
        )
        telemetry.note("message_hidden", message_id=record.message_id, seconds=hidden_s)
    except (ClientError, BotoCoreError) as error:  # it comes again all the same
        telemetry.warn("message_not_hidden", error, message_id=record.message_id)


def _one_by_one(work: Callable[[SQSRecord], None]) -> Handler:
    start.imported()
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def handler(event: dict[str, Any], context: Any) -> Any:
        try:
            return process_partial_response(event=event, record_handler=work, processor=processor, context=context)
        finally:
            telemetry.flush()

    return handler


def _hear(table: TableSpec, consumer: str, envelope: dict[str, Any], on_news: Callable[[News], None]) -> None:
    told = {"consumer": consumer, "type": envelope["type"], "event_id": envelope["id"]}
    try:
        retry_stale(lambda: on_news(_news(table, consumer, envelope)))
        telemetry.note("heard", **told)
    except AlreadyHeard:
        telemetry.note("heard_before", **told)
    except Stale:  # a Refused too, but one that may end: not today's last word
        raise
    except Refused as refusal:
        _note_refusal(table, consumer, envelope, refusal)


def _news(table: TableSpec, consumer: str, envelope: dict[str, Any]) -> News:
    now = clock.now()
    aggregate = envelope["aggregate"]
    note = heard(table, consumer, envelope["id"], now)
    return News(envelope["id"], envelope["created_at"], aggregate["id"], aggregate["version"], note, now)


def _note_refusal(table: TableSpec, consumer: str, envelope: dict[str, Any], refusal: Refused) -> None:
    """The rules said no, and will say no again: done, on the record."""
    try:
        commit(heard(table, consumer, envelope["id"], clock.now()))
    except AlreadyHeard:
        pass
    telemetry.note("news_refused", consumer=consumer, type=envelope["type"], event_id=envelope["id"], code=refusal.code)
    telemetry.count("NewsRefused")
