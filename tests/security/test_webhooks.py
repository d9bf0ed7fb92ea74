"""What comes to the processor's and the carriers' doors: unsigned, wrongly signed, and signed nonsense."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared.webhook_signature import sign
from tests.http_corpora import NAUGHTY
from tests.security.doors import Answer, door
from tests.security.hostile import replaced
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene
from tests.security.test_bodies import HOSTILE_BYTES
from tests.world import NOON, SECRETS

STRIPE = door("POST /webhooks/stripe")
CARRIER = door("POST /webhooks/carriers/<carrier>")
BOTH = [(STRIPE, "Stripe-Signature", "stripe_webhook_secret"), (CARRIER, "Carrier-Signature", "carrier_webhook_secret")]
PARCEL = {
    "event_id": "evt-1",
    "tracking_number": "1Z999AA10123456784",
    "status": "in_transit",
    "occurred_at": "2026-11-22T11:00:00Z",
}
HOSTILE_VALUES = (
    "null",
    "true",
    '""',
    '"x"',
    '"\\u0000"',
    "-1",
    "0",
    "1.5",
    "3.0",
    "1e400",
    "NaN",
    "9" * 400,
    "[]",
    "{}",
)


def _send(scene: Scene, which: Any, raw: bytes, **more: Any) -> Answer:
    """Signed now, as the sender does; more: a signature to send instead, or a secret."""
    at, header, name = which
    signature = more.get("signature", sign(raw, more.get("secret", SECRETS[name]), more.get("when", NOON)))
    return scene.knock(at, raw, headers={header: signature})


@pytest.fixture
def news(scene: Scene) -> dict[str, Any]:
    """What Stripe told when the order was paid."""
    events = scene.shop.double.control("state")["events"].values()
    found: dict[str, Any] = next(each for each in events if each["type"] == "payment_intent.succeeded")
    return found


@pytest.mark.parametrize("which", BOTH, ids=["stripe", "carrier"])
def test_what_is_not_signed_by_the_sender_is_refused_unread(untouched: Scene, which: Any) -> None:
    """FAULTS 58, 59, 96"""
    raw = json.dumps(PARCEL).encode()
    own, other = sign(raw, SECRETS[which[2]], NOON), sign(raw + b" ", SECRETS[which[2]], NOON)
    moment, _, digest = own.partition(",")
    signatures = [
        None, "", " ", own.upper(), own[:-1], own + "0", other, moment, digest, f"{digest},{moment},{moment}",
        f"{moment},v0={digest[3:]}", f"t=,{digest}", f"t=-1,{digest}", f"t={'9' * 5000},{digest}", f"t=٣,{digest}",
        f"{moment},v1=", f"{moment},v1=*", moment + ",v1=" + "٣" * 64, f"{moment}{',v1=00' * 5000}", *NAUGHTY[::5],
        "\ud800", sign(raw, "another secret", NOON), sign(raw, "", NOON),
        sign(raw, SECRETS[which[2]], NOON - timedelta(seconds=301)),
        sign(raw, SECRETS[which[2]], NOON + timedelta(seconds=301)),
    ]  # fmt: skip
    for signature in signatures:
        for body in (raw, b'{"a":'):
            answer = _send(untouched, which, body, signature=signature)
            assert (answer.status, code_of(answer)) == (400, "invalid_signature"), signature
            assert is_refused(answer, str(signature)) is None


@pytest.mark.parametrize("which", BOTH, ids=["stripe", "carrier"])
def test_signed_bytes_that_are_no_news_are_refused(untouched: Scene, which: Any) -> None:
    """FAULTS 96"""
    for what, raw in HOSTILE_BYTES.items():
        answer = _send(untouched, which, raw)
        assert is_refused(answer, raw.decode(errors="replace")) is None, what


def test_a_carriers_news_is_right_in_every_field(untouched: Scene) -> None:
    """FAULTS 20, 96"""
    which = BOTH[1]
    wrong = {**dict.fromkeys(PARCEL, HOSTILE_VALUES), "status": (*HOSTILE_VALUES[:3], *HOSTILE_VALUES[4:])}
    wrong["event_id"] = wrong["tracking_number"] = wrong["status"]
    wrong["occurred_at"] += ('"1999-12-31T23:59:59Z"', '"2100-01-01T00:00:00Z"', '"2026-11-22T11:00:00"', "1795345200")
    for name, values in wrong.items():
        for value in values:
            answer = _send(untouched, which, _with(PARCEL, (name,), value))
            assert is_refused(answer) is None, (name, value, answer)


def test_a_processors_news_may_be_wrong_anywhere_and_breaks_nothing(scene: Scene, news: dict[str, Any]) -> None:
    """FAULTS 20, 96: refused, kept as none of ours, or true; never a fault, and never other money than there is."""
    account = scene.shop.order(scene.ids["order_id"])
    for n, place in enumerate(_leaves(news)):
        for value in HOSTILE_VALUES:
            raw = _with({**news, "id": f"evt_hostile_{n}_{abs(hash(value))}"}, place, value)
            answer = _send(scene, BOTH[0], raw)
            assert answer.status == 200 or is_refused(answer, value) is None, (place, value, answer)
    scene.shop.pump()
    now = scene.shop.order(scene.ids["order_id"])
    for total in ("authorized_total", "captured_total", "refunded_total", "outstanding_total", "total"):
        assert now[total] == account[total]


def _leaves(whole: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of everything in it, but of what is inside the details that we never read."""
    yield place
    if isinstance(whole, dict) and place[-1:] not in (("payment_method_options",), ("amount_details",)):
        for name, value in whole.items():
            yield from _leaves(value, (*place, name))


def _with(whole: dict[str, Any], place: tuple[Any, ...], value: str) -> bytes:
    return json.dumps(replaced(whole, place, "@@")).replace('"@@"', value).encode()
