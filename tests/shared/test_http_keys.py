"""Headers that make a request safe: Idempotency-Key and If-Match."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.dynamo import Item
from shared.locked import unlock
from tests.shared import kit
from tests.shared.kit import SCOPE, call
from tests.world import Clock

Look = Callable[[int], Item | None]
Logs = Callable[[], list[dict[str, Any]]]
CART = "cart_01JD0000000000000000000000"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (None, 200),
        ('"3"', 200),
        ("3", 200),
        ('W/"3"', 200),
        ("*", 200),
        ("", 200),
        ('"2"', 412),
        ('"03"', 200),
        ("three", 400),
        ("-3", 400),
        ("3.0", 400),
        ('"3", "4"', 400),
        ("٣", 400),
        ("9" * 16, 400),
        ("9" * 5000, 400),
    ],
)
def test_if_match_holds_a_write_to_a_version(world: Clock, sent: str | None, status: int) -> None:
    """FAULTS 100"""
    answer = call("PATCH", "/store/things/thing_1", {}, headers={} if sent is None else {"If-Match": sent})
    assert answer.status == status
    if status == 412:
        assert (answer.code, answer.json["error"]["details"]) == ("version_conflict", {"current_version": 3})
    if status == 200:
        assert answer.headers["ETag"] == '"4"'


def test_money_and_stock_move_only_under_a_key(world: Clock, stored: Look) -> None:
    answer = call("POST", "/admin/things", {}, scopes=SCOPE)
    assert (answer.status, answer.code, answer.param) == (400, "idempotency_key_required", "Idempotency-Key")
    assert stored(1) is None


@pytest.mark.parametrize("key", ["", "k" * 256, "ключ", "a\tb", "a\x00b", "\x7f", "é"])
def test_a_key_is_one_to_255_printable_characters(world: Clock, key: str) -> None:
    answer = call("POST", "/admin/things", {}, scopes=SCOPE, headers={"Idempotency-Key": key})
    assert (answer.status, answer.code, answer.param) == (400, "invalid_header", "Idempotency-Key")


@pytest.mark.parametrize("key", ["k", "k" * 255, "a b~!", '"quoted"'])
def test_a_replay_is_the_first_answer_byte_for_byte(world: Clock, key: str) -> None:
    """FAULTS 1"""
    sent = {"n": 7, "name": "Zoë"}
    first = call("POST", "/admin/things", sent, scopes=SCOPE, headers={"Idempotency-Key": key})
    again = call("POST", "/admin/things", sent, scopes=SCOPE, headers={"idempotency-key": key})
    assert (first.status, first.text) == (again.status, again.text) == (201, first.text)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert "Idempotent-Replayed" not in first.headers


@pytest.mark.parametrize("ips", [("192.0.2.1", "192.0.2.1"), ("192.0.2.1", "198.51.100.7")])
def test_a_strangers_secret_key_counts_wherever_it_comes_from_and_a_short_one_never(
    world: Clock, ips: tuple[str, str]
) -> None:
    """FAULTS 7, 94: the address proves nothing, and a phone changes it between two tries."""
    key = {"Idempotency-Key": "c1b6f9de-3d0c-4d38-8f0a-5c1e0f6f8a11"}
    first, again = (call("POST", "/store/things", {"n": 7}, headers=key, ip=ip) for ip in ips)
    assert (again.status, again.text, again.headers["Idempotent-Replayed"]) == (201, first.text, "true")
    assert call("POST", "/store/things", {"n": 8}, headers=key).code == "idempotency_key_reused"
    for n, ip in enumerate(ips):
        answer = call("POST", "/store/things", {"n": n}, headers={"Idempotency-Key": "cart-1"}, ip=ip)
        assert (answer.status, answer.json["id"]) == (201, f"thing_{n}")


@pytest.mark.parametrize(
    "other",
    [{"body": {"n": 8}}, {"body": '{"n": 7 }'}, {"query": {"a": "b"}}, {"path": "/admin/other_things"}],
)
def test_a_key_belongs_to_one_method_path_query_and_body(world: Clock, other: dict[str, Any]) -> None:
    """FAULTS 5"""
    first: dict[str, Any] = {"path": "/admin/things", "body": {"n": 7}, "query": {}}
    answers = [
        call("POST", sent["path"], sent["body"], query=sent["query"], scopes=SCOPE, headers={"Idempotency-Key": "k"})
        for sent in (first, first | other)
    ]
    assert [answer.status for answer in answers] == [201, 422]
    assert answers[1].code == "idempotency_key_reused"


def test_two_callers_keys_never_meet(world: Clock) -> None:
    """FAULTS 7"""
    make = ("POST", "/admin/things")
    mine = call(*make, {"n": 1}, scopes=SCOPE, key_id="key_A", headers={"Idempotency-Key": "k"})
    theirs = call(*make, {"n": 2}, scopes=SCOPE, key_id="key_B", headers={"Idempotency-Key": "k"})
    assert (mine.status, theirs.status) == (201, 201)
    stranger = call("POST", "/store/things", {"n": 3}, headers={"Idempotency-Key": "k"})
    assert (stranger.status, "Idempotent-Replayed" in stranger.headers) == (201, False)


def test_what_an_answer_leaves_out_is_made_again_by_its_route(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 1, 94: byte for byte; and a fault of what makes it is answered like any other."""
    sent = {"scopes": SCOPE, "headers": {"Idempotency-Key": "k"}}
    first, again = (call("POST", "/admin/secret_things", {"n": 1}, **sent) for _ in range(2))
    assert (again.status, again.text) == (201, first.text)
    assert first.json["name"] == "sesame thing_1"
    monkeypatch.setattr(kit, "WORD", None)
    away = call("POST", "/admin/secret_things", {"n": 1}, **sent)
    assert (away.status, away.code, away.headers["Retry-After"]) == (503, "unavailable", "2")


def test_a_record_that_somebody_changed_is_a_fault_of_ours(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 95: never another's answer."""
    sent = {"scopes": SCOPE, "headers": {"Idempotency-Key": "k"}}
    assert call("POST", "/admin/things", {"n": 1}, **sent).status == 201
    monkeypatch.setattr("shared.idempotency.unlock", lambda *_: unlock("forged", "elsewhere"))
    answer = call("POST", "/admin/things", {"n": 1}, **sent)
    assert (answer.status, answer.code) == (500, "internal")
