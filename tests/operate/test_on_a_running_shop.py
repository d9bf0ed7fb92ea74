"""Every command, given to a shop that is deployed on this machine; one deployment for all of them."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from infra.operate.place import Place, now
from infra.operate.replay import from_archive
from infra.operate.secrets import read
from infra.operate.status import waiting
from local.stage import local_stage
from tests.journeys.shop import Shop
from tests.operate.conftest import Operator

pytestmark = pytest.mark.xdist_group("operate")

COUNT_SALES, DAILY, ON_PAYMENT, WATCHER, PUBLISHER = (
    "reports-count_sales",
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


@pytest.fixture
def hasty(place: Place) -> Iterator[None]:
    """A message is given up after five tries in five seconds; the shop goes on as it was when the test has ended."""
    sqs, seconds = place.client("sqs"), "VisibilityTimeout"
    url = sqs.get_queue_url(QueueName=place.names.of(ON_PAYMENT))["QueueUrl"]
    before = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[seconds])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={seconds: "1"})
    yield
    sqs.set_queue_attributes(QueueUrl=url, Attributes={seconds: before[seconds]})


def poisoned(shop: Shop, operator: Operator, place: Place) -> str:
    """The id of a message that a worker has given up."""
    put(place, ON_PAYMENT, NOT_AN_EVENT)
    [letter] = shop.until("the message is given up", lambda: letters(operator, ON_PAYMENT))
    return str(letter["id"])


def test_a_poisoned_message_is_listed_shown_tried_again_and_dropped(
    deployed: Shop, operator: Operator, place: Place, hasty: None
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


def test_the_events_of_an_order_are_those_of_its_money_too(deployed: Shop, operator: Operator) -> None:
    completed = deployed.an_order(deployed.a_variant(units=3), deployed.a_shipping_option())
    deployed.pay(completed)
    order_id = completed["order"]["id"]
    deployed.until_status(order_id, "placed")
    told = operator.learns("events", "of", order_id)
    assert [each["type"] for each in told] == ["order.pending", "payment.captured", "order.placed"]
    assert "payment.captured" in operator.says("events", "of", order_id).out
    assert operator.says("events", "of", "order_01KB6Z4M1W2ABCDEFGHJKMNPQR").code == 1
    assert operator.says("events", "of", "cart_01KB6Z4M1W2ABCDEFGHJKMNPQR").code == 2


def test_a_worker_is_told_again_what_it_never_heard(deployed: Shop, operator: Operator, place: Place) -> None:
    """Its queue lost a message: it was taken out before the worker could read it."""
    functions, sqs, dynamodb = (place.client(each) for each in ("lambda", "sqs", "dynamodb"))
    name = place.names.of(COUNT_SALES)
    [mapping] = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    completed = deployed.an_order(deployed.a_variant(units=3), deployed.a_shipping_option())
    deployed.pay(completed)
    deployed.until_status(completed["order"]["id"], "placed")
    [placed] = [
        each for each in operator.learns("events", "of", completed["order"]["id"]) if each["type"] == "order.placed"
    ]
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    deployed.until("it is in the queue", lambda: waiting(place)[COUNT_SALES]["waiting"])
    sqs.purge_queue(QueueUrl=url)
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)

    words = ["replay", "--to", COUNT_SALES, "--since", placed["created_at"], "--yes"]
    assert operator.learns(*words)["events"] >= 1
    key = {"pk": {"S": f"HEARD#reports.count_sales#{placed['id']}"}, "sk": {"S": "HEARD"}}
    where = {"TableName": place.table("reports"), "Key": key}
    deployed.until("it is heard", lambda: "Item" in dynamodb.get_item(**where))
    assert operator.says(*words, "--until", placed["created_at"]).code == 2
    assert operator.says("replay", "--to", DAILY, "--since", "2026-11-29", "--yes").code == 2


def test_a_replay_of_the_archive_goes_to_one_rule(operator: Operator, place: Place) -> None:
    """MiniStack takes the request as AWS does; the local stage alone has no archive."""
    events, names = place.client("events"), place.names
    bus = place.arn("events", f"event-bus/{names.bus}")
    events.create_archive(ArchiveName=names.of("events"), EventSourceArn=bus)
    try:
        until = now()
        name = from_archive(place, COUNT_SALES, until - timedelta(hours=1), until)
        told = events.describe_replay(ReplayName=name)
        assert told["Destination"]["FilterArns"] == [
            events.describe_rule(Name=names.of(COUNT_SALES), EventBusName=names.bus)["Arn"]
        ]
    finally:
        events.delete_archive(ArchiveName=names.of("events"))


def test_a_key_is_issued_listed_and_revoked(operator: Operator) -> None:
    made = operator.learns("keys", "issue", "for a test", "--scopes", "orders:read, products:read")
    assert made["token"].startswith("sk_")
    [listed] = [each for each in operator.learns("keys", "list") if each["id"] == made["id"]]
    assert set(listed["scopes"]) == {"orders:read", "products:read"}
    assert operator.learns("keys", "revoke", made["id"], "--yes")["id"] == made["id"]
    [listed] = [each for each in operator.learns("keys", "list") if each["id"] == made["id"]]
    assert listed["revoked_at"]
    owner = operator.learns("staff", "invite-owner", "olga@lindenhof.shop", "--name", "Olga")
    assert operator.learns("staff", "invite-owner", "olga@lindenhof.shop", "--name", "Olga") == owner
    refused = operator.says("keys", "issue", "for a test", "--scopes", "everything")
    assert (refused.code, refused.err) == (1, "access-issue_key failed: There is no scope 'everything'.\n")
    assert operator.says("keys", "revoke", "key_01KB6Z4M1W2ABCDEFGHJKMNPQR", "--yes").err.startswith("The shop refuses")


def test_a_secret_is_rotated_and_the_old_value_stays_good_until_the_end(
    deployed: Shop, operator: Operator, place: Place
) -> None:
    [before] = read(place, "guest_key").values()
    said = operator.says("secrets", "rotate", "guest_key", "--yes")
    assert said.code == 0
    rotated = read(place, "guest_key")
    assert (rotated["previous"], len(rotated["current"])) == (before, len(before))
    assert rotated["current"] not in said.out + said.err
    assert operator.says("secrets", "rotate", "guest_key", "--yes").code == 1
    operator.learns("secrets", "finish", "guest_key", "--yes")
    assert read(place, "guest_key") == {"current": rotated["current"]}
    assert operator.says("secrets", "finish", "guest_key", "--yes").code == 1
    operator.learns("secrets", "rotate", "guest_key", "--leaked", "--yes")
    assert read(place, "guest_key").keys() == {"current"}
    # The journeys go on in the same shop, where for five minutes Lambdas sign by what they hold.
    kept = {"SecretId": local_stage().names.secret("guest_key"), "SecretString": json.dumps({"current": before})}
    deployed.endpoints.client("secretsmanager").put_secret_value(**kept)


def test_another_party_s_secret_comes_from_a_file(operator: Operator, place: Place, tmp_path: Path) -> None:
    new = tmp_path / "secret"
    new.write_text("of the carrier, anew\n")
    before = read(place, "carrier_webhook_secret")
    words = ["carrier_webhook_secret", "--carrier", "ups", "--yes"]
    operator.learns("secrets", "rotate", *words, "--value-from", str(new))
    rotated = read(place, "carrier_webhook_secret")
    assert rotated == {**before, "ups": "of the carrier, anew", "ups_previous": before["ups"]}
    operator.learns("secrets", "finish", *words)
    assert "ups_previous" not in read(place, "carrier_webhook_secret")
    assert operator.says("secrets", "rotate", "stripe_api_key", "--yes").code == 2
    assert operator.says("secrets", "rotate", "guest_key", "--value-from", str(new), "--yes").code == 2
    assert operator.says("secrets", "rotate", "lookup_key", "--yes").code == 1
    assert operator.says("secrets", "rotate", "moon", "--yes").code == 2

    new.write_text(before["ups"])  # the shop goes on, and its carrier with what it knows
    operator.learns("secrets", "rotate", *words, "--value-from", str(new))
    operator.learns("secrets", "finish", *words)
    assert read(place, "carrier_webhook_secret") == before


def test_a_schedule_is_run_by_hand(operator: Operator) -> None:
    assert operator.says("run", DAILY, "--time", "2026-11-29T00:05Z").out == f"{DAILY} ran.\n"
    assert operator.says("run", PUBLISHER).code == 0
    assert operator.says("run", "orders-store_api").code == 2


def test_a_table_is_exported_as_lines(deployed: Shop, operator: Operator, tmp_path: Path) -> None:
    variant = deployed.a_variant(units=0)
    lines = [json.loads(each) for each in operator.says("export", "catalog").out.splitlines()]
    assert f"VARIANT#{variant}" in {each["pk"] for each in lines}
    file = tmp_path / "catalog.jsonl"
    assert operator.learns("export", "catalog", "--to", str(file))["items"] == len(file.read_text().splitlines())
    assert file.stat().st_mode & 0o777 == 0o600
    assert operator.says("export", "catalog", "--to", str(file)).code == 2
    assert operator.says("export", "moon").code == 2


def test_a_table_is_migrated_and_the_job_is_seen(deployed: Shop, operator: Operator) -> None:
    deployed.a_variant(units=1)
    said = operator.says("migrate", "inventory", "--segments", "2")
    assert said.code == 0
    assert re.search(r"^done: 2 of 2; [\d,]+ looked at, 0 rewritten$", said.out, re.MULTILINE), said.out
    job = operator.learns("jobs", "list")[0]
    assert (job["kind"], job["status"]) == ("migration", "done")
    assert job["id"] in operator.says("jobs", "show", job["id"]).out
    assert operator.says("jobs", "cancel", job["id"], "--yes").err == "The shop refuses: The job is done.\n"
    assert operator.says("jobs", "resume", job["id"]).err == "The shop refuses: The job is done.\n"
    assert operator.says("migrate", "moon").code == 2
