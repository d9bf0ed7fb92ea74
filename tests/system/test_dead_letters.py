"""Dead letters in the browser: shown without losing any, tried again, and dropped with a reason."""

import json
from typing import Any

import pytest
from botocore.client import BaseClient

from tests import lambdas
from tests.in_process import InProcessShop
from tests.system.post import (
    EXPIRE,
    ON_PAYMENT,
    PUBLISHER,
    WATCHER,
    a_failed_run,
    a_letter,
    an_event,
    bodies,
    queue,
)
from tests.world import ENVIRONMENT, service

DEAD = f"{ON_PAYMENT}-dlq"


def letters(shop: InProcessShop, title: str = ON_PAYMENT) -> list[Any]:
    status, found, _ = shop.admin("GET", f"/admin/system/dead_letters?queue={title}")
    assert status == 200, found
    listed: list[Any] = found["data"]
    return listed


def redrive(shop: InProcessShop, title: str = ON_PAYMENT, **more: Any) -> Any:
    key = more.pop("key", None)
    headers = {"Idempotency_Key": key} if key else {}
    return shop.admin("POST", "/admin/system/dead_letters/redrive", {"queue": title, **more}, **headers)


def outcomes(answer: Any) -> list[str]:
    status, told, _ = answer
    assert status == 200, told
    return [each["outcome"] for each in told["letters"]]


def test_a_letter_is_shown_by_what_it_is_about_and_stays(shop: InProcessShop) -> None:
    letter_id = a_letter()
    for _ in range(2):
        [letter] = letters(shop)
    assert letter["id"] == letter_id
    assert (letter["kind"], letter["event_type"]) == ("event", "payment.captured")
    assert (letter["event_id"], letter["object_id"]) == ("evt_01", "pay_01")
    assert bodies(DEAD) == [json.dumps(an_event())]


def test_nothing_is_shown_that_somebody_wrote(shop: InProcessShop) -> None:
    """FAULTS 95: a queue may hold anything; only words and ids of ours are told."""
    secret = "jane@example.com sk_live_1"
    a_letter(body=secret)
    a_letter(body={"detail": {"type": secret, "id": secret, "aggregate": {"id": secret}, "data": {"x": secret}}})
    a_letter(body=an_event(data={"email": secret}), attributes={"ERROR_CODE": secret, "ERROR_MESSAGE": secret})
    _, found, _ = shop.admin("GET", f"/admin/system/dead_letters?queue={ON_PAYMENT}")
    assert len(found["data"]) == 3
    assert "jane" not in json.dumps(found)
    assert "sk_live" not in json.dumps(found)


def test_what_aws_tells_of_a_failure_is_told(shop: InProcessShop) -> None:
    a_letter(EXPIRE, a_failed_run())
    [letter] = letters(shop, EXPIRE)
    assert (letter["kind"], letter["reason"], letter["tries"], letter["error"]) == (
        "run",
        "RetriesExhausted",
        3,
        "Failed",
    )
    assert letter["due_at"] == "2026-11-22T11:55:00Z"
    told = {
        "RETRY_ATTEMPTS": "185",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        "ERROR_CODE": "NO_PERMISSIONS",
    }
    a_letter(attributes=told)
    [letter] = letters(shop)
    assert (letter["tries"], letter["reason"], letter["error"]) == (185, "MaximumRetryAttempts", "NO_PERMISSIONS")


def test_a_queue_that_is_not_is_not_found(shop: InProcessShop) -> None:
    for path in ("dead_letters?queue=orders-moon", "dead_letters?queue=orders-store_api"):
        assert shop.admin("GET", f"/admin/system/{path}")[0] == 404
    assert shop.admin("GET", "/admin/system/dead_letters?queue=../etc")[0] == 400


def test_one_letter_goes_back_into_its_queue_as_it_was(shop: InProcessShop) -> None:
    first, second = a_letter(), a_letter(body=an_event(id="evt_02"))
    assert outcomes(redrive(shop, ids=[first])) == ["queued"]
    assert bodies(ON_PAYMENT) == [json.dumps(an_event())]
    assert [each["id"] for each in letters(shop)] == [second]


def test_all_letters_of_a_queue_go_back_a_hundred_a_request(shop: InProcessShop) -> None:
    for i in range(103):
        a_letter(body=an_event(id=f"evt_{i}"))
    status, shown, _ = shop.admin("GET", f"/admin/system/dead_letters?queue={ON_PAYMENT}")
    assert (status, len(shown["data"]), shown["has_more"]) == (200, 100, True)
    assert outcomes(redrive(shop)) == ["queued"] * 100
    assert outcomes(redrive(shop)) == ["queued"] * 3
    assert letters(shop) == []


def test_the_same_request_again_sends_nothing_again(shop: InProcessShop) -> None:
    letter_id = a_letter()
    answers = [redrive(shop, ids=[letter_id], key="once") for _ in range(2)]
    assert answers[0][1] == answers[1][1]
    assert len(bodies(ON_PAYMENT)) == 1


def test_a_letter_that_is_gone_is_told_as_gone_and_none_is_not_found(shop: InProcessShop) -> None:
    letter_id = a_letter()
    assert outcomes(redrive(shop, ids=[letter_id, "0000"])) == ["queued", "gone"]
    status, refused, _ = redrive(shop, ids=[letter_id])
    assert (status, refused["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("dies_at", ["SendMessageBatch", "TransactWriteItems", "DeleteMessageBatch"])
def test_whoever_dies_in_between_has_lost_nothing(
    shop: InProcessShop, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    """FAULTS 42: sent first, written down next, taken out last; what is sent twice consumers know."""
    letter_id = a_letter()
    call = BaseClient._make_api_call
    is_dead = False

    class Death(BaseException):
        """As a Lambda that is cut off: nothing after it is run, what cleans up neither."""

    def make(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        nonlocal is_dead
        if is_dead or operation == dies_at:
            is_dead = True
            raise Death
        return call(client, operation, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", make)
        with pytest.raises(Death):
            redrive(shop, ids=[letter_id], key="dies")
    # What it held is seen again when its time is over.
    service("sqs").get_queue_attributes(QueueUrl=queue(DEAD), AttributeNames=["All"])
    assert here(letter_id)
    if dies_at == "SendMessageBatch":
        assert bodies(ON_PAYMENT) == []
    else:
        assert bodies(ON_PAYMENT) == [json.dumps(an_event())]


def here(letter_id: str) -> bool:
    """Whether the queue has it, hidden or not."""
    told = service("sqs").get_queue_attributes(QueueUrl=queue(DEAD), AttributeNames=["All"])["Attributes"]
    return int(told["ApproximateNumberOfMessages"]) + int(told["ApproximateNumberOfMessagesNotVisible"]) == 1


def test_a_run_by_the_clock_is_made_again_and_kept_where_it_fails(shop: InProcessShop) -> None:
    a_letter(EXPIRE, a_failed_run())
    assert outcomes(redrive(shop, EXPIRE)) == ["run"]
    [(name, is_waited_for, payload)] = lambdas.here().asked
    assert (name, is_waited_for) == (f"storewright-test-{EXPIRE}", False)
    assert payload["time"] == "2026-11-22T11:55:00Z"
    assert letters(shop, EXPIRE) == []


def test_what_a_publisher_could_not_publish_is_swept(shop: InProcessShop) -> None:
    a_letter(PUBLISHER, {"DDBStreamBatchInfo": {"batchSize": 3}, "requestContext": {"condition": "X"}})
    [letter] = letters(shop, PUBLISHER)
    assert (letter["kind"], letter["changes"]) == ("changes", 3)
    assert outcomes(redrive(shop, PUBLISHER)) == ["published"]
    assert lambdas.here().asked == [(f"storewright-test-{PUBLISHER}", False, {})]


def test_what_holds_no_run_stays_and_is_told_as_unreadable(shop: InProcessShop) -> None:
    letter_id = a_letter(EXPIRE, "no run at all")
    assert outcomes(redrive(shop, EXPIRE)) == ["unreadable"]
    assert [each["id"] for each in letters(shop, EXPIRE)] == [letter_id]
    assert lambdas.here().asked == []


def test_a_watcher_that_fails_again_keeps_its_letter(shop: InProcessShop) -> None:
    lambdas.here().failing.add(f"storewright-test-{WATCHER}")
    letter_id = a_letter(WATCHER, a_failed_run())
    assert outcomes(redrive(shop, WATCHER)) == ["failed"]
    assert [each["id"] for each in letters(shop, WATCHER)] == [letter_id]


def test_a_dropped_letter_is_kept_whole_with_the_reason_and_who_dropped_it(shop: InProcessShop) -> None:
    letter_id, other = a_letter(), a_letter(body=an_event(id="evt_02"))
    body = {"queue": ON_PAYMENT, "ids": [letter_id], "reason": "test", "note": "By hand."}
    status, dropped, _ = shop.admin("POST", "/admin/system/dead_letters/drop", body)
    assert (status, dropped["ids"]) == (200, [letter_id])
    assert [each["id"] for each in letters(shop)] == [other]
    bucket = ENVIRONMENT["REPORTS_BUCKET"]
    [kept] = service("s3").list_objects_v2(Bucket=bucket, Prefix=f"dropped/{ON_PAYMENT}/")["Contents"]
    record = json.loads(service("s3").get_object(Bucket=bucket, Key=kept["Key"])["Body"].read())
    assert record["body"] == json.dumps(an_event())
    assert (record["reason"], record["note"], record["by"]) == ("test", "By hand.", "key_TEST")
    _, log, _ = shop.admin("GET", "/admin/audit?action=dead_letters.drop")
    [entry] = log["data"]
    assert (entry["object_id"], entry["reason"]) == ("orders/on_payment", "test")
    assert "By hand" not in json.dumps(log)


def test_a_letter_is_dropped_with_a_reason_only(shop: InProcessShop) -> None:
    letter_id = a_letter()
    for reason in ({}, {"reason": ""}, {"reason": "because"}):
        body = {"queue": ON_PAYMENT, "ids": [letter_id], **reason}
        assert shop.admin("POST", "/admin/system/dead_letters/drop", body)[0] == 422
    assert len(letters(shop)) == 1
