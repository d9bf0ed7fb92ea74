"""Headers that make a request safe: Idempotency-Key and If-Match."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.dynamo import Item
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
    first = call("POST", "/store/things", sent, headers={"Idempotency-Key": key})
    again = call("POST", "/store/things", sent, headers={"idempotency-key": key})
    assert (first.status, first.text) == (again.status, again.text) == (201, first.text)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert "Idempotent-Replayed" not in first.headers


@pytest.mark.parametrize(
    "other",
    [
        {"body": {"n": 8}},
        {"body": '{"n": 7 }'},
        {"query": {"a": "b"}},
        {"path": "/admin/things"},
    ],
)
def test_a_key_belongs_to_one_method_path_query_and_body(world: Clock, other: dict[str, Any]) -> None:
    """FAULTS 5"""
    first = {"path": "/store/things", "body": {"n": 7}, "query": {}}
    sent = [first, first | other]
    answers = [
        call("POST", each["path"], each["body"], query=each["query"], headers={"Idempotency-Key": "k"})
        for each in sent
        if each["path"] != "/admin/things"
    ]
    if "path" in other:
        answers.append(
            call(
                "POST", "/admin/things", {"n": 7}, scopes=SCOPE, key_id="ip:192.0.2.1", headers={"Idempotency-Key": "k"}
            )
        )
    assert [answer.status for answer in answers] == [201, 422]
    assert answers[1].code == "idempotency_key_reused"


def test_two_callers_keys_never_meet(world: Clock) -> None:
    """FAULTS 7"""
    make = ("POST", "/admin/things")
    mine = call(*make, {"n": 1}, scopes=SCOPE, key_id="key_A", headers={"Idempotency-Key": "k"})
    theirs = call(*make, {"n": 2}, scopes=SCOPE, key_id="key_B", headers={"Idempotency-Key": "k"})
    assert (mine.status, theirs.status) == (201, 201)
