"""What comes to the processor's and the carriers' doors: unsigned, wrongly signed, and signed nonsense."""

import json
from datetime import timedelta

import pytest

from shared.clock import stamp
from shared.webhook_signature import sign, sign_apart
from tests.http_corpora import NAUGHTY
from tests.security.hostile import HOSTILE_VALUES, with_value
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene
from tests.security.senders import CARRIER, HELPDESK, STRIPE, Sender
from tests.security.test_bodies import HOSTILE_BYTES
from tests.world import NOON

both = pytest.mark.parametrize("sender", [STRIPE, CARRIER], ids=["stripe", "carrier"])
every = pytest.mark.parametrize("sender", [STRIPE, CARRIER, HELPDESK], ids=["stripe", "carrier", "helpdesk"])
NEWS = {
    "id": "cbe4028c-7239-495d-b020-f22348516046",
    "type": "zen:event-type:ticket.comment_added",
    "detail": {"id": "5158", "external_id": "tkt_01M81J18G00000000000000001"},
}
PARCEL = {
    "event_id": "evt-1",
    "tracking_number": "1Z999AA10123456784",
    "status": "in_transit",
    "occurred_at": "2026-11-22T11:00:00Z",
}
NO_MOMENT = ('"1999-12-31T23:59:59Z"', '"2100-01-01T00:00:00Z"', '"2026-11-22T11:00:00"', "1795345200", '"0"')


@both
def test_what_is_not_signed_by_the_sender_is_refused_unread(untouched: Scene, sender: Sender) -> None:
    """FAULTS 58, 59, 96"""
    raw = json.dumps(PARCEL).encode()
    own = sender.signed(raw)
    moment, _, digest = own.partition(",")
    signatures = [
        None, "", " ", own.upper(), own[:-1], own + "0", sender.signed(raw + b" "), moment, digest,
        f"{digest},{moment},{moment}", f"{moment},v0={digest[3:]}", f"t=,{digest}", f"t=-1,{digest}", f"t=٣,{digest}",
        f"t={'9' * 5000},{digest}", f"{moment},v1=", f"{moment},v1=*", moment + ",v1=" + "٣" * 64, "\ud800",
        f"{moment}{',v1=00' * 5000}", *NAUGHTY[::5], sign(raw, "another secret", NOON, path=sender.path),
        sign(raw, "", NOON, path=sender.path),
        sign(raw, sender.secret, NOON, path="/webhooks/carriers/dhl"),
        sender.signed(raw, NOON - timedelta(seconds=301)), sender.signed(raw, NOON + timedelta(seconds=301)),
    ]  # fmt: skip
    for signature in signatures:
        for body in (raw, b'{"a":'):
            answer = sender.send(untouched, body, signature=signature)
            assert (answer.status, code_of(answer)) == (400, "invalid_signature"), signature
            assert is_refused(answer, str(signature)) is None


def test_what_the_helpdesk_did_not_sign_is_refused_unread(untouched: Scene) -> None:
    """FAULTS 58, 59, 96"""
    raw = json.dumps(NEWS).encode()
    own = HELPDESK.signed(raw)
    signatures = [
        None, "", " ", own.upper(), own[:-1], own + "0", HELPDESK.signed(raw + b" "), "\ud800", *NAUGHTY[::5],
        HELPDESK.signed(raw, NOON - timedelta(seconds=301)), sign_apart(raw, "another", stamp(NOON)),
        sign_apart(raw, "", stamp(NOON)),
    ]  # fmt: skip
    for signature in signatures:
        for body in (raw, b'{"a":'):
            answer = HELPDESK.send(untouched, body, signature=signature)
            assert (answer.status, code_of(answer)) == (400, "invalid_signature"), signature
            assert is_refused(answer, str(signature)) is None


@every
def test_signed_bytes_that_are_no_news_are_refused(untouched: Scene, sender: Sender) -> None:
    """FAULTS 96"""
    for what, raw in HOSTILE_BYTES.items():
        answer = sender.send(untouched, raw)
        assert is_refused(answer, raw.decode(errors="replace")) is None, what


@pytest.mark.parametrize("name", PARCEL)
def test_a_carriers_news_is_right_in_every_field(untouched: Scene, name: str) -> None:
    """FAULTS 20, 96"""
    for value in (*HOSTILE_VALUES, *(NO_MOMENT if name == "occurred_at" else ())):
        answer = CARRIER.send(untouched, with_value(PARCEL, (name,), value))
        assert is_refused(answer, value) is None, (value, answer)
