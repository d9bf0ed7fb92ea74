"""POST /webhooks/helpdesk: only what the helpdesk signed a moment ago is taken, and each event once."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.support.table import SPEC
from local.zendesk_double.courier import signed
from shared import clock
from shared.webhook_signature import BadWebhook, verify_apart
from tests.in_process import InProcessShop
from tests.support.helpdesk.desk import Desk
from tests.world import NOON, SECRETS

SECRET = SECRETS["helpdesk_webhook_secret"]


@pytest.fixture
def desk(living: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(living, monkeypatch)


@pytest.fixture
def event(desk: Desk) -> Any:
    """What the helpdesk tells of an answer."""
    ticket = desk.asked()
    desk.agent(ticket, "Send it back.")
    (told,) = desk.shop.helpdesk.courier.take_all()
    return told


def send(desk: Desk, event: Any, **how: Any) -> Any:
    raw = event if isinstance(event, str) else json.dumps(event)
    moment = clock.stamp(desk.shop.clock.now - timedelta(seconds=how.get("age_s", 0)))
    headers = signed(raw.encode(), how.get("secret", SECRET), moment) | how.get("headers", {})
    return desk.shop.call("POST", "/webhooks/helpdesk", how.get("raw", raw), **headers)


def kept(desk: Desk) -> int:
    return sum(table is SPEC for table, _ in desk.shop.unsent())


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "of somebody else"},
        {"age_s": 301},
        {"age_s": -301},
        {"raw": '{"id":"another"}'},
        {"headers": {"X-Zendesk-Webhook-Signature": ""}},
        {"headers": {"X-Zendesk-Webhook-Signature": "ä"}},
        {"headers": {"X-Zendesk-Webhook-Signature-Timestamp": "2026-11-22T12:00:01Z"}},
    ],
)
def test_what_is_not_signed_well_is_refused_and_changes_nothing(desk: Desk, event: Any, how: Any) -> None:
    status, answer, _ = send(desk, event, **how)
    assert (status, answer["error"]["code"]) == (400, "invalid_signature")
    assert kept(desk) == 0


@pytest.mark.parametrize("signed_at", ["", "noon", "2026-11-22T12:00:00"])
def test_a_time_that_is_none_is_refused_even_where_it_is_signed(signed_at: str) -> None:
    headers = signed(b"{}", SECRET, signed_at)
    with pytest.raises(BadWebhook):
        verify_apart(b"{}", headers["X-Zendesk-Webhook-Signature"], signed_at, [SECRET], NOON)


def test_an_event_counts_once_however_often_it_is_sent(desk: Desk, event: Any) -> None:
    assert [send(desk, event)[0] for _ in range(3)] == [200] * 3
    assert kept(desk) == 1


def test_a_webhook_leaves_no_words_here_but_those_of_the_message(desk: Desk, event: Any) -> None:
    send(desk, event)
    ((_, row),) = [each for each in desk.shop.unsent() if each[0] is SPEC]
    assert row["data"].keys() == {"ticket_id", "helpdesk_event_id"}


@pytest.mark.parametrize("raw", ["", "[]", "{}", '{"id": 1, "type": "x", "detail": {}}', "null", "{" * 5000])
def test_what_is_no_event_is_400_though_it_is_signed(desk: Desk, raw: str) -> None:
    status, answer, _ = send(desk, raw)
    assert (status, answer["error"]["code"]) == (400, "invalid_event")


@pytest.mark.parametrize("external_id", [None, "", "42", "tkt_SHORT", "order_01M81J18G00000000000000001"])
def test_a_ticket_that_did_not_come_from_us_is_left_alone(desk: Desk, event: Any, external_id: Any) -> None:
    assert send(desk, {**event, "detail": {**event["detail"], "external_id": external_id}})[0] == 200
    assert kept(desk) == 0


def test_a_ticket_that_is_said_to_be_ours_and_is_not_is_done_with(desk: Desk, event: Any) -> None:
    detail = {**event["detail"], "external_id": "tkt_01M81J18G00000000000000001"}
    assert send(desk, {**event, "detail": detail})[0] == 200
    desk.pump()


def test_while_the_secret_changes_both_are_good(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = signed(b"{}", "old", "2026-11-22T12:00:00Z")
    verify_apart(b"{}", headers["X-Zendesk-Webhook-Signature"], "2026-11-22T12:00:00Z", ["new", "old"], NOON)
