"""Bodies: what is not strict JSON of the declared form is refused early, by name, and changes nothing."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.dynamo import Item
from shared.http.body import BODY_BYTES_MAX, DEPTH_MAX, ERRORS_SHOWN
from tests.http_corpora import NAUGHTY, NOT_A_QUANTITY, NOT_STRICT_JSON
from tests.shared.kit import Answer, api, call
from tests.world import Clock, api_event

Look = Callable[[int], Item | None]
MAKE = ("POST", "/store/things")


@pytest.mark.parametrize("body", NOT_STRICT_JSON.values(), ids=NOT_STRICT_JSON)
def test_what_is_not_strict_json_is_refused(world: Clock, stored: Look, body: bytes) -> None:
    """In no more time than any other request. FAULTS 96"""
    call(*MAKE, b"{")
    began = time.process_time()
    answer = call(*MAKE, body)
    assert (answer.status, answer.code) == (400, "invalid_json")
    assert time.process_time() - began < 0.5, "a tenth of it on a machine of its own"
    assert stored(1) is None


@pytest.mark.parametrize("body", ["[]", "1", '"a"', "null", "true", '[{"n":1}]'])
def test_json_that_is_no_object_is_refused(world: Clock, body: str) -> None:
    assert call(*MAKE, body).status == 422


@pytest.mark.parametrize("body", [None, "", " \r\n\t", "{}", b"", b" {} "])
def test_no_body_is_an_empty_one(world: Clock, body: Any) -> None:
    assert call(*MAKE, body).status == 201


def test_a_body_is_bounded_before_it_is_read(world: Clock) -> None:
    """FAULTS 14, 96"""
    fits = json.dumps({"note": "x" * (BODY_BYTES_MAX - 12)})
    assert len(fits) == BODY_BYTES_MAX
    assert (call(*MAKE, fits).status, call(*MAKE, fits).code) == (422, "invalid_field")
    for body in (fits + " ", (fits + " ").encode(), "é" * (BODY_BYTES_MAX // 2 + 1), "x" * 6_000_000, b"x" * 6_000_000):
        answer = call(*MAKE, body)
        assert (answer.status, answer.code) == (413, "body_too_large")


def test_depth_is_bounded(world: Clock) -> None:
    """FAULTS 96"""
    deepest = '{"a":' + "[" * (DEPTH_MAX - 1) + "]" * (DEPTH_MAX - 1) + "}"
    assert call(*MAKE, deepest).code == "unknown_field" or call(*MAKE, deepest).status == 422
    deeper = '{"a":' + "[" * DEPTH_MAX + "]" * DEPTH_MAX + "}"
    assert (call(*MAKE, deeper).status, call(*MAKE, deeper).code) == (400, "invalid_json")
    in_a_text = json.dumps({"name": '[{"\\' * 40})
    assert call(*MAKE, in_a_text).status == 201


def test_a_body_in_base64_is_the_same_body(world: Clock) -> None:
    assert call(*MAKE, b'{"n":2,"name":"Zo\xc3\xab"}').json["name"] == "Zoë"


@pytest.mark.parametrize("body", ["?", "e30", "e30=x", "é", "e3 0="])
def test_what_is_not_base64_is_refused(world: Clock, body: str) -> None:
    answer = Answer(api.handler(api_event(*MAKE, body) | {"isBase64Encoded": True}, None))
    assert (answer.status, answer.code) == (400, "invalid_json")


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"status": "paid"}, "status", "unknown_field"),
        ({"parts": [{"sku": "A", "quantity": 1}, {"sku": "B"}]}, "parts[1].quantity", "required"),
        ({"parts": [{"sku": "A", "quantity": 0}]}, "parts[0].quantity", "invalid_field"),
        ({"parts": [{"sku": "A", "quantity": 1, "price": 1}]}, "parts[0].price", "unknown_field"),
        ({"parts": {"0": {}}}, "parts", "invalid_field"),
        ({"n": "1"}, "n", "invalid_field"),
        ({"n": 1.0}, "n", "invalid_field"),
        ({"n": True}, "n", "invalid_field"),
        ({"n": 10**30}, "n", "invalid_field"),
        ({"is_red": 1}, "is_red", "invalid_field"),
        ({"is_red": "true"}, "is_red", "invalid_field"),
        ({"name": None}, "name", "invalid_field"),
        ({"name": "x" * 256}, "name", "invalid_field"),
        ({"name": "a\nb"}, "name", "invalid_field"),
        ({"name": "a\u202eb"}, "name", "invalid_field"),
        ({"email": "a@b"}, "email", "invalid_field"),
        ({"email": "a@b@c.de"}, "email", "invalid_field"),
        ({"email": "a@b.de\n"}, "email", "invalid_field"),
        ({"email": "ä@b.de"}, "email", "invalid_field"),
        ({"email": "a@раураl.com"}, "email", "invalid_field"),
        ({"currency": "usd"}, "currency", "invalid_field"),
        ({"currency": "XXX"}, "currency", "invalid_field"),
        ({"country": "USA"}, "country", "invalid_field"),
        ({"country": "UK"}, "country", "invalid_field"),
        ({"metadata": {"a": "b\nc"}}, "metadata.a", "invalid_field"),
        ({"metadata": {"a": "b\u202ec"}}, "metadata.a", "invalid_field"),
        ({"metadata": {str(n): "é" * 250 for n in range(9)}}, "metadata", "invalid_field"),
        ({"amount": -1}, "amount", "invalid_field"),
        ({"amount": 10**12}, "amount", "invalid_field"),
        ({"metadata": {"a b": "x"}}, "metadata.a b", "invalid_field"),
        ({"metadata": {"a": "x" * 501}}, "metadata.a", "invalid_field"),
        ({"metadata": {str(n): "" for n in range(51)}}, "metadata", "invalid_field"),
        ({"metadata": {"a": {"b": 1}}}, "metadata.a", "invalid_field"),
    ],
)
def test_a_wrong_field_is_named(world: Clock, stored: Look, body: Any, param: str, code: str) -> None:
    """FAULTS 20, 91, 96"""
    answer = call(*MAKE, body)
    assert (answer.status, answer.json["error"]["type"]) == (422, "invalid_request")
    first = answer.json["error"]["details"]["errors"][0]
    assert first["param"].removesuffix(".[key]") == answer.param.removesuffix(".[key]") == param  # type: ignore[union-attr]
    assert first["code"] == code
    assert stored(1) is None


@pytest.mark.parametrize("quantity", NOT_A_QUANTITY, ids=repr)
def test_a_quantity_is_a_whole_number_of_some(world: Clock, quantity: object) -> None:
    """FAULTS 20"""
    answer = call(*MAKE, {"parts": [{"sku": "A", "quantity": quantity}]})
    assert answer.status in (400, 422)


def test_many_errors_make_a_short_answer(world: Clock) -> None:
    """An answer must not be larger than its cause, nor take longer than it. FAULTS 96"""
    body = json.dumps({f"field_{n}_" + "x" * 100: n for n in range(2000)})
    began = time.process_time()
    answer = call(*MAKE, body)
    assert answer.status == 422
    assert len(answer.json["error"]["details"]["errors"]) == ERRORS_SHOWN
    assert len(answer.text) < len(body) / 10
    assert time.process_time() - began < 1


def test_no_text_breaks_a_field(world: Clock) -> None:
    """FAULTS 96"""
    for n, text in enumerate(NAUGHTY):
        for body in ({"name": text}, {"note": text}, {"email": text}, {"metadata": {text: text}}, {text: text}):
            answer = call("PATCH", "/store/things/thing_1", body)
            assert answer.status in (200, 400, 422), answer.text
            assert answer.status == 200 or answer.json["error"]["request_id"].startswith("req_")
        kept = call(*MAKE, {"n": n, "name": text, "note": text})
        assert kept.status in (201, 422), kept.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
FIELDS = st.sampled_from(
    ["n", "name", "note", "email", "amount", "currency", "country", "metadata", "parts", "is_red", "status"]
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_no_json_breaks_the_house(world: Clock, body: dict[str, Any]) -> None:
    """FAULTS 91, 96"""
    answer = call("PATCH", "/store/things/thing_1", json.dumps(body))
    assert answer.status in (200, 400, 422), answer.text


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_no_bytes_break_the_house(world: Clock, body: bytes | str) -> None:
    """FAULTS 96"""
    answer = call("PATCH", "/store/things/thing_1", body)
    assert answer.status in (200, 400, 422), answer.text


def test_a_name_is_kept_as_people_mean_it(world: Clock) -> None:
    answer = call(*MAKE, {"name": "  Zoe\u0308 ", "note": "one\r\ntwo\tthree\n"})
    assert (answer.json["name"], answer.json["note"]) == ("Zoë", "one\ntwo three\n")
