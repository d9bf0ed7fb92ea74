"""FAULTS 94: what a person typed is looked for in files, logs, messages, letters and kept answers, too."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from functions.jobs import FILES_KEPT
from functions.notifications import send_owed
from infra.domains import DOMAINS
from shared import clock, outbox, telemetry
from shared.aws import client
from shared.dynamo.values import from_wire
from tests.in_process import InProcessShop, request_event, sqs_event
from tests.in_process import answer_to as answer
from tests.privacy import canaries
from tests.privacy.test_erasure import Headers, goods, jane, run, seen

__all__ = ["goods", "jane"]

ANSWERS_KEPT_DAYS = 30 + 1  # as SECURITY.md says, and DynamoDB a day later at the earliest


@pytest.fixture
def logs() -> Iterator[list[str]]:
    """Every line that any logger of this process writes, as it is written."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(telemetry.logger.registered_formatter.format(record) + record.getMessage())

    kept, root = Kept(logging.INFO), logging.getLogger()
    loggers = (root, logging.getLogger(telemetry.logger.name))
    for logger in loggers:
        logger.addHandler(kept)
    yield lines
    for logger in loggers:
        logger.removeHandler(kept)


def live_through(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> list[Any]:
    """A customer's whole life, by every route that takes something personal: what was refused on the way."""
    refused: list[Any] = []

    def send(method: str, path: str, body: Any, **headers: str) -> Any:
        status, answered, _ = shop.call(method, path, body, Idempotency_Key=str(uuid4()), **headers)
        assert status < 300, (path, answered)
        return answered

    def staff(method: str, path: str, body: Any) -> Any:
        status, answered, _ = shop.admin(method, path, body)
        assert status < 300, (path, answered)
        return answered

    def spoil(method: str, path: str, body: Any, **headers: str) -> None:
        status, answered, _ = shop.call(method, path, body, **headers)
        assert status >= 400, (path, answered)
        refused.append(answered)

    [kept] = shop.call("GET", "/store/me/addresses", **jane)[1]["data"]
    send("PATCH", f"/store/me/addresses/{kept['id']}", canaries.BOOK, **jane)
    customer_id = shop.call("GET", "/store/me", **jane)[1]["id"]
    staff("PATCH", f"/admin/customers/{customer_id}", {"note": canaries.NOTE, "tags": [canaries.TAG]})
    item = {"variant_id": goods["variant"], "quantity": 1}
    cart = send("POST", "/store/carts", {"currency": "USD", "country": "US", "items": [item]})
    own = {"Cart_Token": cart["token"]}
    at = f"/store/carts/{cart['id']}"
    send("PUT", f"{at}/email", {"email": canaries.EMAIL}, **own)
    send("PUT", f"{at}/shipping_address", canaries.ADDRESS, **own)
    send("PUT", f"{at}/billing_address", canaries.BILLED, **own)
    send("PUT", f"{at}/shipping_option", {"id": goods["option"]}, **own)
    send("PATCH", at, {"metadata": canaries.GIFT}, **own)
    send("POST", f"{at}/merge", None, **own, **jane)
    spoil("PUT", f"{at}/email", {"email": f"{canaries.MARK}@@nowhere"}, **own)
    spoil("PUT", f"{at}/shipping_address", {**canaries.ADDRESS, "country": canaries.MARK}, **own)
    spoil("POST", "/store/tickets", {**canaries.ASKED, "email": canaries.MARK})
    spoil("PATCH", "/store/me", {"first_name": [canaries.MARK]}, **jane)
    spoil("POST", "/store/sessions", {"access_token": canaries.MARK})
    body = {"expected_total": shop.call("GET", at, **jane)[1]["total"], "payment": {"provider": "stripe"}}
    order = canaries.place(shop, send("POST", f"{at}/complete", body, **jane))
    as_guest = canaries.place(shop, canaries.buy(shop, goods["variant"], goods["option"]))
    send("POST", "/store/me/orders/claim", None, **jane)
    for each in (order, as_guest):
        canaries.deliver(shop, each, goods["location"])
    ticket = canaries.ask(shop)
    staff("PATCH", f"/admin/tickets/{ticket['id']}", {"subject": f"{canaries.MARK}-subject", "tags": [canaries.TAG]})
    asked = {**canaries.ASKED, "author": "customer", "order_id": order["id"]}
    staff("POST", "/admin/tickets", asked)
    refund = {"order_id": order["id"], "amount": 100, "reason": "requested_by_customer", "note": canaries.WHY}
    staff("POST", "/admin/refunds", refund)
    shop.pump()
    for written in ("csv", "jsonl"):
        shop.go_through(staff("POST", "/admin/orders/export", {"format": written})["id"])
    shop.clock.advance(days=1)
    shop.run("reports.daily_sales")
    shop.pump()
    return refused


def erase(shop: InProcessShop) -> None:
    """She comes once more, and is forgotten."""
    session = shop.sign_in(next(iter(shop.pool.accounts)))
    status, own, _ = shop.call("POST", "/store/me/erasure", **session)
    assert status == 202, own
    run(shop)
    assert seen(shop, own)["status"] == "done"


def files() -> dict[str, str]:
    """All that lies in the bucket, by its key."""
    s3, bucket = client("s3"), "storewright-test-reports"
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in keys}


def items(kind: str) -> list[dict[str, Any]]:
    """All items of all tables whose partition begins so, as they are stored."""
    tables = [domain.table for domain in DOMAINS if domain.table]
    scanned = (client("dynamodb").scan(TableName=table.physical_name)["Items"] for table in tables)
    return [from_wire(item) for found in scanned for item in found if item["pk"]["S"].startswith(kind)]


def is_marked(what: Any) -> bool:
    """Whether anything of a person is to be read in it."""
    text = what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, default=str)
    return any(word in text for word in (canaries.MARK, canaries.PHONE))


def test_each_kind_of_data_is_kept_sealed_and_nowhere_after_the_erasure(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    live_through(shop, goods, jane)
    kept = json.dumps([item for _, item in canaries.everything()], ensure_ascii=False)
    assert len(canaries.KINDS) >= 20
    assert [name for name, word in canaries.KINDS.items() if str(word) not in kept] == []
    assert canaries.in_the_open() == []
    erase(shop)
    assert canaries.found() == []
    labeled = {name for name, item in canaries.everything() if canaries.TAG in str(item)}
    assert labeled == {"audit"}, "that an id once had a label, which leads to nobody any more"


def test_no_log_line_no_message_and_no_refusal_names_anybody(
    shop: InProcessShop, goods: dict[str, str], jane: Headers, logs: list[str]
) -> None:
    refused = live_through(shop, goods, jane)
    erase(shop)
    assert len(logs) > 50
    assert [line for line in logs if is_marked(line)] == []
    assert len(shop.heard) > 20
    assert [envelope for _, envelope in shop.heard if is_marked(envelope)] == []
    assert [row for row in items("") if row["sk"].startswith("EVENT#") and is_marked(row)] == []
    assert [each for each in refused if is_marked(each)] == []


def test_a_dead_letter_and_what_is_logged_of_it_name_nobody(
    shop: InProcessShop, goods: dict[str, str], jane: Headers, logs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a worker raises, and though its message quotes what was personal."""

    def fail(*_: Any) -> None:
        raise RuntimeError(f"no letter for {canaries.EMAIL}")

    monkeypatch.setattr(send_owed, "caused_by", fail)
    done = canaries.buy(shop, goods["variant"], goods["option"], **jane)
    shop.pay(done)
    shop.stripe_calls_back()
    letters = []
    for table, row in list(shop.unsent()):
        outbox.publish(table, [row])
        message = sqs_event(outbox.envelope(row))
        letters.append(message["Records"][0]["body"])
        if row["type"].startswith("order."):
            shop.run("notifications.send_mail", message)
    assert letters
    assert [each for each in letters if is_marked(each)] == []
    assert [line for line in logs if is_marked(line)] == []


def test_what_staff_export_lies_where_files_end_after_a_week_and_no_other_file_names_anybody(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    live_through(shop, goods, jane)
    marked = {key for key, content in files().items() if is_marked(content)}
    assert marked, "the exports name who ordered, so that somebody looks"
    assert {key.partition("/")[0] for key in marked} == {"jobs"}
    assert len(files()) > len(marked)
    assert FILES_KEPT.days <= 7  # the bucket removes them a day later, as SECURITY.md says


def test_letters_are_made_when_they_are_sent_and_kept_as_ids(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    live_through(shop, goods, jane)
    mails = items("MAIL#")
    assert len(mails) > 3
    assert [mail for mail in mails if is_marked(mail)] == []


def test_kept_answers_are_locked_and_end_in_thirty_days(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    live_through(shop, goods, jane)
    kept = items("IDEM#")
    assert len(kept) > 10
    assert [claim["pk"] for claim in kept if is_marked(claim)] == []
    latest = clock.epoch(clock.now()) + ANSWERS_KEPT_DAYS * 86_400
    assert [claim["pk"] for claim in kept if not claim["ttl"] <= latest] == []


def test_a_client_s_address_is_nowhere(shop: InProcessShop, goods: dict[str, str], logs: list[str]) -> None:
    """It is counted by its keyed hash."""
    body = {"currency": "USD", "items": [{"variant_id": goods["variant"], "quantity": 1}]}
    headers = {"Idempotency_Key": str(uuid4())}
    made = answer(request_event("POST", "/store/carts", json.dumps(body), headers, ip=canaries.CALLER))
    assert made[0] == 201
    assert [item for item in items("") if canaries.CALLER in json.dumps(item, default=str)] == []
    assert [line for line in logs if canaries.CALLER in line] == []
