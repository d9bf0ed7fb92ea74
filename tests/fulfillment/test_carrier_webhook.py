"""Carriers' webhooks: verified over the raw bytes, kept once, refused with nothing written."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from functions.fulfillment.handlers import carrier_webhook
from shared import clock, secret
from shared.webhook_signature import sign
from tests.fulfillment.builders import NUMBER, a_body, everything, post_webhook, said
from tests.world import CARRIERS, Clock, api_event, service, sign_as_carrier

pytestmark = pytest.mark.usefixtures("world")

SECRET = CARRIERS["ups"]


def set_secret(value: Any) -> None:
    service("secretsmanager").put_secret_value(
        SecretId="storewright/test/carrier_webhook_secret", SecretString=json.dumps(value)
    )
    secret.forget()


def is_refused(answer: dict[str, Any]) -> bool:
    code = json.loads(answer["body"]).get("error", {}).get("code")
    return (answer["statusCode"], code, everything()) == (400, "invalid_signature", [])


def test_an_event_is_kept_and_the_news_let_out_in_one_commit() -> None:
    answer = post_webhook(a_body(event_id="e1"))
    assert (answer["statusCode"], answer["body"]) == (200, '{"received":true}')
    kept, news = sorted(everything(), key=lambda item: item["sk"], reverse=True)
    assert (kept["pk"], kept["outcome"], kept["_commit"]) == ("CARRIER_EVENT#ups#e1", None, news["_commit"])
    assert said()[0]["data"] == {
        "carrier": "ups",
        "carrier_event_id": "e1",
        "tracking_number": NUMBER,
        "tracking_status": "in_transit",
        "occurred_at": "2026-11-22T11:00:00.000Z",
    }


def test_the_same_event_again_is_answered_and_changes_nothing() -> None:
    post_webhook(a_body(event_id="e1"))
    before = everything()
    answer = post_webhook(a_body(event_id="e1", status="delivered"))
    assert (answer["statusCode"], answer["body"]) == (200, '{"received":true}')
    assert everything() == before


def test_the_same_event_id_of_another_carrier_is_another_event() -> None:
    post_webhook(a_body(event_id="e1"), "ups")
    post_webhook(a_body(event_id="e1"), "dhl")
    assert len(said()) == 2


def test_any_changed_byte_is_refused() -> None:
    body = a_body()
    signature = sign_as_carrier(body.encode(), clock.now())
    for place in range(len(body)):
        changed = body[:place] + chr(ord(body[place]) ^ 1) + body[place + 1 :]
        assert post_webhook(changed, signature=signature)["statusCode"] == 400, place
    assert everything() == []


def test_any_changed_character_of_the_signature_is_refused() -> None:
    body = a_body()
    signature = sign_as_carrier(body.encode(), clock.now())
    for place in range(len(signature)):
        changed = signature[:place] + chr(ord(signature[place]) ^ 1) + signature[place + 1 :]
        assert post_webhook(body, signature=changed)["statusCode"] == 400, place
    assert everything() == []


def test_an_old_or_future_signature_is_refused() -> None:
    body = a_body()
    for seconds in (-301, 301):
        signature = sign_as_carrier(body.encode(), clock.now() + timedelta(seconds=seconds))
        assert is_refused(post_webhook(body, signature=signature)), seconds


def test_a_signature_within_five_minutes_is_good() -> None:
    body = a_body()
    for seconds in (-300, 300):
        signature = sign_as_carrier(body.encode(), clock.now() + timedelta(seconds=seconds))
        assert post_webhook(body, signature=signature)["statusCode"] == 200, seconds


def test_a_malformed_signature_is_refused() -> None:
    for signature in (" ", "t=1", "v1=aa", "t=x,v1=aa", "v0=aa,t=1795348800", "t=1,t=2,v1=aa", "\u00fc"):
        assert is_refused(post_webhook(a_body(), signature=signature)), signature


def test_a_missing_signature_is_refused() -> None:
    assert is_refused(carrier_webhook.handler(api_event("POST", "/webhooks/carriers/ups", a_body()), None))


def test_during_a_rotation_both_secrets_are_good_and_then_only_the_new_one() -> None:
    set_secret({"ups": "new", "ups_previous": SECRET})
    assert [post_webhook(a_body(), secret=each)["statusCode"] for each in ("new", SECRET)] == [200, 200]
    set_secret({"ups": "new"})
    assert post_webhook(a_body(), secret=SECRET)["statusCode"] == 400


def test_a_carriers_secret_is_good_for_no_other() -> None:
    set_secret({"ups": "of-ups", "dhl": "of-dhl"})
    assert is_refused(post_webhook(a_body(), "dhl", secret="of-ups"))
    assert is_refused(post_webhook(a_body(), "ups", secret="of-dhl"))
    assert post_webhook(a_body(), "dhl", secret="of-dhl")["statusCode"] == 200


def test_what_one_carrier_signed_is_refused_at_anothers_path() -> None:
    set_secret({"ups": "same", "dhl": "same"})
    body = a_body()
    signature = sign_as_carrier(body.encode(), clock.now(), "ups", "same")
    assert is_refused(post_webhook(body, "dhl", signature=signature))
    assert is_refused(post_webhook(body, "ups", signature=sign(body.encode(), "same", clock.now())))
    assert post_webhook(body, "ups", signature=signature)["statusCode"] == 200


def test_a_carrier_without_a_secret_is_not_found() -> None:
    for fields in ({}, {"ups_previous": "", "ups": ""}, {"dhl": "x"}, {"current": SECRET, "previous": SECRET}):
        set_secret(fields)
        for carrier in ("ups", "current", "previous"):
            assert post_webhook(a_body(), carrier, secret=SECRET)["statusCode"] == 404, (fields, carrier)
    assert everything() == []


def test_a_secret_that_is_no_list_of_carriers_knows_none() -> None:
    service("secretsmanager").put_secret_value(
        SecretId="storewright/test/carrier_webhook_secret", SecretString="a placeholder"
    )
    secret.forget()
    for carrier in ("ups", "current"):
        assert post_webhook(a_body(), carrier, secret="a placeholder")["statusCode"] == 404


def test_a_body_in_base64_is_verified_over_its_own_bytes() -> None:
    body = a_body()
    event = api_event(
        "POST",
        "/webhooks/carriers/ups",
        base64.b64encode(body.encode()).decode(),
        headers={"Carrier-Signature": sign_as_carrier(body.encode(), clock.now())},
    )
    assert carrier_webhook.handler({**event, "isBase64Encoded": True}, None)["statusCode"] == 200


def test_what_is_no_carrier_is_not_found() -> None:
    for carrier in ("UPS", "ups_previous", "u" * 41, "-ups", "%20"):
        assert post_webhook(a_body(), carrier)["statusCode"] == 404, carrier


def test_fields_we_do_not_know_are_ignored() -> None:
    assert post_webhook(a_body(weight=3, nested={"a": [1]}))["statusCode"] == 200


def test_a_status_we_do_not_know_is_kept_as_unknown() -> None:
    post_webhook(a_body(status="customs_hold"))
    assert said()[0]["data"]["tracking_status"] == "unknown"


def test_a_clock_a_little_ahead_still_tells_the_order() -> None:
    post_webhook(a_body(occurred_at="2026-11-22T12:10:00Z"))
    assert said()[0]["data"]["occurred_at"] == "2026-11-22T12:10:00.000Z"


def test_a_time_ahead_of_ours_counts_as_now(world: Clock) -> None:
    post_webhook(a_body(occurred_at="2026-12-31T23:00:00+02:00"))
    assert said()[0]["data"]["occurred_at"] == clock.stamp(world.now)


MALFORMED: list[dict[str, Any]] = [
    {"event_id": ""},
    {"event_id": "e" * 129},
    {"event_id": "a b"},
    {"event_id": 1},
    {"tracking_number": "1" * 65},
    {"tracking_number": "1Z#EARLY"},
    {"status": ""},
    {"status": "s" * 65},
    {"status": None},
    {"occurred_at": "yesterday"},
    {"occurred_at": "2026-11-22T11:00:00"},
    {"occurred_at": "0001-01-01T00:00:00+14:00"},
    {"occurred_at": "9999-12-31T23:59:59-14:00"},
    {"occurred_at": 1795348800},
]


def test_a_signed_body_in_another_form_is_refused_and_nothing_written() -> None:
    for differing in MALFORMED:
        assert post_webhook(a_body(**differing))["statusCode"] == 422, differing
    assert everything() == []


def test_a_signed_body_that_is_no_object_is_refused() -> None:
    for body in ("", "{", "[]", "null", '{"event_id":"e","event_id":"f"}', "[" * 40 + "]" * 40):
        assert post_webhook(body)["statusCode"] in (400, 422), body
    assert everything() == []


def test_a_huge_body_is_refused_before_it_is_read() -> None:
    assert post_webhook(a_body(padding="x" * 300_000))["statusCode"] == 413
