"""Bodies that cannot be right, at every door that takes one: a documented refusal in no time, and nothing changed."""

import json
import time

import pytest

from shared.http.body import BODY_BYTES_MAX, parse
from tests.http_corpora import NOT_STRICT_JSON
from tests.security.doors import Answer, Door, doors, title
from tests.security.good_bodies import GOOD
from tests.security.hostile import fields_in, fields_of, wrong_bodies
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene

TAKING_BODIES = [door for door in doors() if door.body]
REFUSED_WITHIN_S = 0.1  # of this thread's own time, whatever is sent

# What a body may do to whoever reads it, besides not being JSON.
HOSTILE_BYTES = {
    **NOT_STRICT_JSON,
    "NUL": b'\x00{"a":1}',
    "NUL in a text": b'{"a":"\x00"}',
    "gzip": bytes.fromhex("1f8b08000000000000ff") + b"\xab\x56\x4a\x04\x00" * 50,
    "a form": b"currency=USD&country=US",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "33 deep in a known field": b'{"metadata":' + b'{"a":' * 32 + b"1" + b"}" * 33,
    "a text of 300 KB": json.dumps({"note": "x" * 300_000}).encode(),
    "300 KB of letters of four bytes": json.dumps({"note": "\U0001f600" * 75_000}, ensure_ascii=False).encode(),
    "300 KB of spaces": b"{" + b" " * 300_000 + b"}",
    "a name of 250 KB": json.dumps({"x" * 250_000: 1}).encode(),
    "20,000 names": json.dumps({f"{i:x}": i for i in range(20_000)}).encode(),
    "a list of 100,000": b'{"items":[' + b"1," * 100_000 + b"1]}",  # which a tuple would look at one by one
    "quotes in braces": b"{" * 100_000 + b'"' * 100_000,
    "exponents": b'{"a":[' + b"1e999999999," * 15_000 + b"1]}",
}


def test_every_body_has_a_good_example_of_every_field() -> None:
    """Without one, a field would not be attacked below: a new route or field is named in `good_bodies`."""
    ids: dict[str, str] = dict.fromkeys(Scene.NAMES, "x")
    for door in TAKING_BODIES:
        bodies = GOOD[door.name](ids)
        assert {name for body in bodies for name in fields_in(door.schema, body)} == fields_of(door.schema), door.name


@pytest.mark.parametrize("door", TAKING_BODIES, ids=title)
def test_a_wrong_field_is_refused_and_changes_nothing(untouched: Scene, door: Door) -> None:
    """FAULTS 20, 91, 96: unknown fields, wrong types, numbers out of bounds, nulls, missing and doubled fields."""
    faults, count = [], 0
    for good in GOOD[door.name](untouched.ids):
        assert parse(json.dumps(good).encode(), door.route.hints["body"])
        for wrong in wrong_bodies(door.schema, good):
            answer = untouched.knock(door, wrong.raw)
            why = is_refused(answer, wrong.raw.decode())
            if why or answer.status not in (400, 422):
                faults.append(f"{wrong.what}: {why or answer}")
            count += 1
    assert not faults, "\n".join(faults[:5])
    assert count > 50


@pytest.mark.parametrize("door", TAKING_BODIES, ids=title)
def test_what_is_no_json_of_ours_is_refused_in_no_time(untouched: Scene, door: Door) -> None:
    """FAULTS 96: too large, too deep, doubled names, not UTF-8, compressed, cut off."""
    for what, raw in HOSTILE_BYTES.items():
        answer, took_s = _timed(untouched, door, raw)
        assert is_refused(answer, raw.decode(errors="replace")) is None, what
        assert answer.status == (413 if len(raw) > BODY_BYTES_MAX else answer.status), what
        assert took_s < REFUSED_WITHIN_S, what


@pytest.mark.parametrize("what", ["deep", "large"])
def test_the_limits_of_a_body_are_the_documented_ones(untouched: Scene, what: str) -> None:
    """FAULTS 96"""
    create_cart = next(door for door in TAKING_BODIES if door.name == "POST /store/carts")
    if what == "deep":
        answers = [untouched.knock(create_cart, b"[" * n + b"]" * n) for n in (32, 33)]
        assert [(each.status, code_of(each)) for each in answers] == [(422, "invalid_field"), (400, "invalid_json")]
    else:
        answers = [
            untouched.knock(create_cart, b'{"currency":"XXX"}'.ljust(n)) for n in (BODY_BYTES_MAX, BODY_BYTES_MAX + 1)
        ]
        assert [(each.status, code_of(each)) for each in answers] == [(422, "invalid_field"), (413, "body_too_large")]


@pytest.mark.parametrize("door", doors(), ids=title)
def test_a_body_too_large_is_refused_even_where_none_is_read(untouched: Scene, door: Door) -> None:
    """FAULTS 96"""
    answer = untouched.knock(door, b"x" * (BODY_BYTES_MAX + 1))
    assert (answer.status, code_of(answer)) == (413, "body_too_large")
    assert is_refused(answer, "x" * BODY_BYTES_MAX) is None


def _timed(scene: Scene, door: Door, raw: bytes) -> tuple[Answer, float]:
    """The answer, and the better of two times: the first may have been a collector's turn."""
    times = []
    for _ in range(2):
        started = time.thread_time()
        answer = scene.knock(door, raw)
        times.append(time.thread_time() - started)
        if times[-1] < REFUSED_WITHIN_S:
            break
    return answer, min(times)
