"""Every command, given to a shop that is deployed on this machine; one deployment for all of them."""

import json
from typing import Any
from uuid import uuid4

import pytest

from infra.operate.place import Place
from tests.journeys.shop import Shop
from tests.operate.conftest import Operator

pytestmark = pytest.mark.xdist_group("operate")

DAILY, ON_PAYMENT, WATCHER, PUBLISHER = (
    "reports-daily_sales",
    "orders-on_payment",
    "inventory-watch_levels",
    "orders-publish_events",
)
NOT_AN_EVENT = "no event at all"


def put(place: Place, queue: str, body: Any) -> None:
    sqs = place.client("sqs")
    url = sqs.get_queue_url(QueueName=place.names.of(queue))["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=body if isinstance(body, str) else json.dumps(body))


def letters(operator: Operator, title: str) -> list[Any]:
    found: list[Any] = operator.learns("dead-letters", "list", "--of", title)
    return found


def poisoned(shop: Shop, operator: Operator, place: Place) -> str:
    """The id of a message that a worker has given up."""
    sqs = place.client("sqs")
    url = sqs.get_queue_url(QueueName=place.names.of(ON_PAYMENT))["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})  # five tries in five seconds
    put(place, ON_PAYMENT, NOT_AN_EVENT)
    [letter] = shop.until("the message is given up", lambda: letters(operator, ON_PAYMENT))
    return str(letter["id"])


def test_a_poisoned_message_is_listed_shown_tried_again_and_dropped(
    deployed: Shop, operator: Operator, place: Place
) -> None:
    letter_id = poisoned(deployed, operator, place)
    assert NOT_AN_EVENT in operator.says("dead-letters", "list").out
    assert NOT_AN_EVENT in operator.says("dead-letters", "show", letter_id[:8]).out
    [part] = [each for each in operator.learns("status")["parts"] if each["part"] == ON_PAYMENT]
    assert part["dead_letters"] == 1
    assert "not_heard" in part["last_error"]

    [again] = operator.learns("dead-letters", "redrive", letter_id)
    assert again["so"] == "back in its queue"
    [letter] = deployed.until("it is given up once more", lambda: letters(operator, ON_PAYMENT))

    assert operator.says("dead-letters", "drop", letter["id"], "--reason", " ", "--yes").code == 2
    kept = operator.learns("dead-letters", "drop", letter["id"], "--reason", "sent by hand", "--yes")["kept"]
    assert letters(operator, ON_PAYMENT) == []
    record = json.loads(place.client("s3").get_object(Bucket=place.bucket, Key=kept)["Body"].read())
    assert (record["body"], record["reason"]) == (NOT_AN_EVENT, "sent by hand")
    assert record["by"].startswith("arn:aws:")


def test_nothing_is_dropped_where_nobody_says_yes(operator: Operator, place: Place) -> None:
    put(place, f"{DAILY}-dlq", NOT_AN_EVENT)
    [letter] = letters(operator, DAILY)
    said = operator.says("dead-letters", "drop", letter["id"], "--reason", "a test")
    assert (said.code, said.err) == (2, "Nobody is here to be asked: say --yes to do it.\n")
    assert letters(operator, DAILY) == [letter]
    refused = operator.says("dead-letters", "redrive", letter["id"])
    assert (refused.code, letters(operator, DAILY)) == (1, [letter])
    operator.learns("dead-letters", "drop", letter["id"], "--reason", "a test", "--yes")


def test_a_failed_run_by_the_clock_is_made_again(operator: Operator, place: Place) -> None:
    context = {"condition": "RetriesExhausted"}
    for day in ("28", "29"):
        put(place, f"{DAILY}-dlq", {"requestContext": context, "requestPayload": {"time": f"2026-11-{day}T00:05:00Z"}})
    assert operator.says("dead-letters", "redrive", "--of", DAILY).code == 2
    told = operator.learns("dead-letters", "redrive", "--of", DAILY, "--all", "--yes")
    assert [each["so"] for each in told] == ["run again", "run again"]
    assert letters(operator, DAILY) == []


def test_changes_that_a_watcher_gave_up_are_read_from_the_stream_again(
    deployed: Shop, operator: Operator, place: Place
) -> None:
    """The letter names the changes, as Lambda writes it; the table's stream has them."""
    deployed.a_variant(units=3)
    streams = place.client("dynamodbstreams")
    [stream] = streams.list_streams(TableName=place.table("inventory"))["Streams"]
    shard = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream["StreamArn"], ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    numbers = [
        each["dynamodb"]["SequenceNumber"]
        for each in streams.get_records(ShardIterator=iterator)["Records"]
        if each["dynamodb"]["Keys"]["sk"]["S"].startswith("LEVEL#")
    ]
    batch = {"shardId": shard, "streamArn": stream["StreamArn"], "batchSize": 1}
    batch |= {"startSequenceNumber": numbers[0], "endSequenceNumber": numbers[0]}
    for title in (WATCHER, PUBLISHER):
        context = {"condition": "RetryAttemptsExhausted"}
        put(place, f"{title}-dlq", {"requestContext": context, "DDBStreamBatchInfo": batch})
    told = operator.learns("dead-letters", "redrive", "--of", WATCHER, "--all", "--yes")
    assert [each["so"] for each in told] == ["1 change followed again"]
    told = operator.learns("dead-letters", "redrive", "--of", PUBLISHER, "--all", "--yes")
    assert [each["so"] for each in told] == ["what was unsent is on the bus"]


def test_a_status_tells_of_every_stack_and_part(operator: Operator) -> None:
    told = operator.learns("status")
    assert {each["state"] for each in told["stacks"]} == {"CREATE_COMPLETE"}
    assert {each["code"] == "not deployed" for each in told["parts"]} == {False}
    assert told["cost_this_month"].startswith("unknown")
    said = operator.says("status", "--all").out
    assert all(each["part"] in said for each in told["parts"])


def test_what_is_not_there_is_said_in_a_sentence(operator: Operator) -> None:
    said = operator.says("dead-letters", "show", uuid4().hex)
    assert said.code == 1
    assert said.err.startswith("No dead letter begins with ")
    assert operator.says("dead-letters", "list", "--of", "orders-store_api").code == 2
