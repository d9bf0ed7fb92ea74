"""The door that Stripe knocks at: who gets in, what is kept, what is never written anywhere."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.payments.handlers import stripe_webhook
from shared import clock, secret
from shared.webhook_signature import sign
from tests.payments.till import SECRET, Till
from tests.world import NOON, api_event, service

CANARIES = ["jenny.rosen@example.com", "4242", "Jenny Rosen", "+15555550100", "510 Townsend St"]


def _succeeded(till: Till, **changes: Any) -> dict[str, Any]:
    till.pay(till.start(till.open()))
    (event,) = till.news("payment_intent.succeeded")
    return {**event, **changes}


def test_an_event_is_kept_once_and_announced_once(till: Till) -> None:
    event = _succeeded(till)
    for _ in range(3):
        assert till.webhook(event) == (200, {"received": True})
    kept = [item for item in till.everything() if item["sk"] == "EVENT"]
    said = [item for item in till.everything() if item.get("type") == "stripe.event_received"]
    assert [len(kept), len(said)] == [1, 1]
    assert said[0]["data"]["payment_id"] == till.payment.id


def test_a_body_in_base64_is_the_same_body(till: Till) -> None:
    raw = json.dumps(_succeeded(till)).encode()
    event = api_event("POST", "/webhooks/stripe", None, headers={"stripe-signature": sign(raw, SECRET, NOON)})
    event |= {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
    assert stripe_webhook.handler(event, None)["statusCode"] == 200


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_byte_of_the_body_may_be_changed(till: Till, data: st.DataObject) -> None:
    raw = b'{"id":"evt_1","type":"payment_intent.succeeded","livemode":false,"data":{"object":{}}}'
    signature = sign(raw, SECRET, clock.now())
    place = data.draw(st.integers(0, len(raw) - 1))
    other = data.draw(st.integers(1, 127).filter(lambda byte: byte != raw[place]))
    changed = raw[:place] + bytes([other]) + raw[place + 1 :]
    status, body = till.webhook(None, raw=changed, signature=signature)
    assert (status, body["error"]["code"]) == (400, "invalid_signature")
    assert till.everything() == []


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=abc",
        "v1=abc",
        "t=abc,v1=abc",
        f"t={clock.epoch(NOON)}",
        f"t={clock.epoch(NOON)},v0={'0' * 64}",
        "t=" + "9" * 400,
        "t=1,t=2,v1=é",
    ],
)
def test_a_header_of_another_form_is_refused(till: Till, header: str) -> None:
    event = api_event("POST", "/webhooks/stripe", "{}", headers={"stripe-signature": header} if header else {})
    answer = stripe_webhook.handler(event, None)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (400, "invalid_signature")
    assert till.everything() == []


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 400), (-300, 200), (-301, 400)])
def test_a_signature_is_good_for_five_minutes_either_way(till: Till, seconds: int, status: int) -> None:
    raw = json.dumps(_succeeded(till)).encode()
    signature = sign(raw, SECRET, NOON + timedelta(seconds=seconds))
    assert till.webhook(None, raw=raw, signature=signature)[0] == status


def test_both_secrets_count_while_one_is_being_replaced(till: Till) -> None:
    value = json.dumps({"current": "whsec_new", "previous": SECRET})
    service("secretsmanager").put_secret_value(SecretId="storewright/test/stripe_webhook_secret", SecretString=value)
    secret.forget()
    event = _succeeded(till)
    assert [till.webhook(event, secret=each)[0] for each in ("whsec_new", SECRET, "whsec_old")] == [200, 200, 400]


@pytest.mark.parametrize(
    ("changes", "why"), [({"livemode": True}, "other_livemode"), ({"account": "acct_1"}, "other_account")]
)
def test_an_event_of_elsewhere_is_kept_and_never_applied(till: Till, changes: dict[str, Any], why: str) -> None:
    assert till.webhook(_succeeded(till, **changes))[0] == 200
    assert till.pump() == 0
    (kept,) = [item for item in till.everything() if item["sk"] == "EVENT"]
    assert kept["foreign"] == why
    assert till.payment.status == "pending"


@pytest.mark.parametrize(
    ("kind", "is_live", "why"),
    [
        ("sk_live_", True, None),
        ("rk_live_", True, None),
        ("sk_live_", False, "other_livemode"),
        ("rk_live_", False, "other_livemode"),
        ("rk_test_", False, None),
        ("rk_test_", True, "other_livemode"),
    ],
)
def test_the_kind_of_our_key_says_whose_events_are_ours(till: Till, kind: str, is_live: bool, why: str | None) -> None:
    """A live shop counts real payments only, with a restricted key too."""
    event = _succeeded(till, livemode=is_live)
    service("secretsmanager").put_secret_value(
        SecretId="storewright/test/stripe_api_key", SecretString=json.dumps({"current": kind + "x"})
    )
    secret.forget()
    assert till.webhook(event)[0] == 200
    (kept,) = [item for item in till.everything() if item["sk"] == "EVENT"]
    assert kept.get("foreign") == why


@pytest.mark.parametrize(("metadata", "why"), [({"shop": "other"}, "other_shop"), (None, "not_ours")])
def test_a_payment_of_another_shop_is_kept_and_never_applied(
    till: Till, metadata: dict[str, str] | None, why: str
) -> None:
    event = _succeeded(till)
    ours = event["data"]["object"]["metadata"]
    event["data"]["object"]["metadata"] = {**ours, **metadata} if metadata else {}
    assert till.webhook(event)[0] == 200
    assert till.pump() == 0
    (kept,) = [item for item in till.everything() if item["sk"] == "EVENT"]
    assert kept["foreign"] == why


MISFITS: list[tuple[dict[str, Any], dict[str, str], str]] = [
    ({"amount": 4999}, {}, "other_amount"),
    ({"currency": "eur"}, {}, "other_amount"),
    ({"id": "pi_another"}, {}, "other_reference"),
    ({}, {"payment_id": "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "unknown_payment"),
    ({}, {"order_id": "order_01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "unknown_payment"),
]


@pytest.mark.parametrize(("changes", "metadata", "why"), MISFITS)
def test_news_that_does_not_fit_is_quarantined_and_done_with(
    till: Till, changes: dict[str, Any], metadata: dict[str, str], why: str
) -> None:
    event = _succeeded(till)
    event["data"]["object"] |= changes
    event["data"]["object"]["metadata"] |= metadata
    assert till.webhook(event)[0] == 200
    till.pump()
    (kept,) = [item for item in till.everything() if item["sk"] == "EVENT"]
    assert (kept["quarantined"], till.failures) == (why, 0)
    assert (till.payment.status, till.account.captured) == ("pending", 0)


def test_types_that_do_not_concern_us_are_answered_and_not_kept(till: Till) -> None:
    assert till.webhook(_succeeded(till, type="customer.created")) == (200, {"received": True})
    assert [item for item in till.everything() if item["pk"].startswith("STRIPE#")] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{" * 5000,
        b'{"id":"evt_1"}',
        b'{"id":7,"type":"refund.created","livemode":false,"data":{"object":{}}}',
        b'{"id":"evt_1","type":"refund.created","livemode":false,"data":{"object":[]}}',
        b'{"id":"evt_1","type":{},"livemode":false,"data":7}',
        b'{"id":"evt_1","type":"payment_intent.succeeded","livemode":false,"data":{"object":{"id":"pi_1"}}}',
        b'{"id":"evt_1","type":"refund.created","livemode":false,"data":{"object":{"id":"re_1","amount":1.5,"currency":"usd"}}}',
        b'{"id":"evt_1","type":"refund.created","livemode":false,"data":{"object":{"id":"re_1","amount":5,"currency":"zzz"}}}',
    ],
)
def test_signed_nonsense_is_a_documented_error(till: Till, raw: bytes) -> None:
    event = api_event("POST", "/webhooks/stripe", headers={"stripe-signature": sign(raw, SECRET, NOON)})
    event |= {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
    answer = stripe_webhook.handler(event, None)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (400, "invalid_event")
    assert till.everything() == []


def test_a_body_beyond_the_limit_is_refused_unread(till: Till) -> None:
    assert till.webhook(None, raw=b" " * (256 * 1024 + 1))[0] == 413


def test_without_its_secret_stripe_is_asked_to_come_again(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET_SECRET", "storewright/test/missing")
    assert till.webhook({})[0] == 503


def test_nothing_of_a_person_or_a_card_is_stored_said_or_logged(till: Till, capsys: pytest.CaptureFixture[str]) -> None:
    event = _succeeded(till)
    person = {"name": CANARIES[2], "email": CANARIES[0], "phone": CANARIES[3], "address": {"line1": CANARIES[4]}}
    event["data"]["object"] |= {
        "receipt_email": CANARIES[0],
        "shipping": person,
        "last_payment_error": {"message": CANARIES[2], "code": "Jenny Rosen", "payment_method": {"card": "4242"}},
        "description": CANARIES[4],
        "charges": {"data": [{"billing_details": person, "payment_method_details": {"card": {"last4": "4242"}}}]},
    }
    event["request"] = {"id": CANARIES[0]}
    assert till.webhook(event)[0] == 200
    till.pump()
    till.webhook({**event, "id": "evt_x", "data": {"object": {**event["data"]["object"], "amount": CANARIES[0]}}})
    stored = json.dumps([item for item in till.everything() if "commit" not in item])
    out = capsys.readouterr()
    for canary in CANARIES:
        assert canary not in stored.replace(till.order_id, "")
        assert canary not in out.out + out.err
    assert till.payment.status == "captured"
