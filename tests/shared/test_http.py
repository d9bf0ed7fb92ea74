"""The HTTP kit around a route: who may call it, how often it happens, and what every answer looks like."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.dynamo import Item
from shared.http import ANY_STAFF, Api
from shared.http.api import API_VERSION
from shared.http.guest import token_for
from shared.reply import Reply
from tests.http_corpora import NAUGHTY
from tests.shared.kit import SCOPE, Answer, api, call
from tests.world import NOON, Clock, api_event

Look = Callable[[int], Item | None]
Logs = Callable[[], list[dict[str, Any]]]
CART = "cart_01JD0000000000000000000000"


def test_every_answer_has_the_houses_headers(world: Clock) -> None:
    for answer in (call("GET", "/store/things/a"), call("GET", "/nowhere"), call("POST", "/store/broken/x", {})):
        assert answer.headers["Request-Id"].startswith("req_")
        assert answer.headers["Api-Version"] == "2026-11-01"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("how", ["text", "bytes"])
def test_an_answer_may_say_that_it_can_be_kept(world: Clock, how: str) -> None:
    raw = api.handler(api_event("GET", f"/store/kept/{how}"), None)
    assert raw["headers"]["Cache-Control"] == "public, max-age=60"
    assert raw["headers"]["X-Content-Type-Options"] == "nosniff"
    assert (raw["body"], raw["isBase64Encoded"]) == (("text", False) if how == "text" else ("H4s=", True))


OF_A_KEY = {"scopes": SCOPE, "key_id": "key_A", "headers": {"Idempotency-Key": "k"}}


@pytest.mark.parametrize(
    ("method", "path", "more", "told"),
    [
        ("GET", "/store/things/a", {}, ("/store/things/<thing_id>", "GET", "anonymous", "anonymous", 200)),
        ("POST", "/admin/things", OF_A_KEY, ("/admin/things", "POST", "key", "key_A", 201)),
        ("POST", "/admin/things", {}, ("/admin/things", "POST", "anonymous", None, 401)),
        ("GET", f"/store/carts/{CART}", {}, ("/store/carts/<cart_id>", "GET", "anonymous", None, 404)),
        ("GET", "/secret-in-the-path", {}, ("none", "GET", "anonymous", None, 404)),
        ("BREW", "/store/things", {}, ("none", "other", "anonymous", None, 404)),
        ("POST", "/store/broken/x", {}, ("/store/broken/<how>", "POST", "anonymous", "anonymous", 500)),
    ],
)
def test_the_log_tells_who_asked_for_what_and_what_came_of_it(
    world: Clock, logs: Logs, method: str, path: str, more: dict[str, Any], told: tuple[object, ...]
) -> None:
    """FAULTS 94: the template and not the path, no address, no token; and the gateway's own name of the request."""
    call(method, path, {} if method == "POST" else None, ip="203.0.113.77", **more)
    (line,) = [each for each in logs() if each["message"] == "request"]
    assert tuple(line.get(key) for key in ("route", "method", "principal", "principal_id", "status")) == told
    assert line["gateway_id"] == "r"
    assert isinstance(line["took_ms"], int)
    assert not {"203.0.113.77", "secret-in-the-path"} & set(map(str, line.values()))


def test_the_log_names_the_cart_of_a_guest_and_not_the_token(world: Clock, logs: Logs) -> None:
    token = token_for(CART, NOON)
    call("GET", f"/store/carts/{CART}", headers={"Cart-Token": token})
    (line,) = [each for each in logs() if each["message"] == "request"]
    assert (line["principal"], line["principal_id"]) == ("cart", CART)
    assert token not in str(line)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/store/things/"),
        ("GET", "/store/things/a/b"),
        ("GET", "/Store/things"),
        ("GET", "//store/things"),
        ("DELETE", "/store/things"),
        ("PUT", "/store/things/a"),
        ("TRACE", "/store/things"),
        ("get", "/store/nothing"),
        ("", ""),
    ],
)
def test_an_unknown_route_is_not_found_in_the_documented_shape(world: Clock, method: str, path: str) -> None:
    answer = call(method, path)
    assert (answer.status, answer.code, answer.json["error"]["type"]) == (404, "not_found", "not_found")
    assert answer.json["error"]["request_id"] == answer.headers["Request-Id"]
    assert set(answer.json["error"]) == {"type", "code", "message", "param", "details", "request_id"}


@pytest.mark.parametrize("length", [1, 100, 128])
def test_a_path_parameter_has_a_bounded_length(world: Clock, length: int) -> None:
    assert call("GET", "/store/things/" + "a" * length).json["id"] == "a" * length
    assert call("GET", "/store/things/" + "a" * 129).code == "not_found"


def test_no_text_breaks_a_path_a_query_or_a_header(world: Clock) -> None:
    """FAULTS 96"""
    for text in (*NAUGHTY, "\ud800", "a\udc00"):
        answers = [
            call("GET", f"/store/things/{text}"),
            call("PATCH", f"/store/things/{text}", {}, headers={"If-Match": text}),
            call("GET", f"/store/carts/{text}", headers={"Cart-Token": text, "Order-Token": text}),
            call("GET", "/store/things", query={"color": text, "cursor": text}),
            call("GET", "/store/things", query={text: text}),
            call("POST", "/store/things", {}, headers={"Idempotency-Key": text, text: text}),
            call(text, text),
            call("POST", "/admin/things", {}, scopes=text, headers={"Authorization": text}),
        ]
        assert all(answer.status < 500 for answer in answers), text


@pytest.mark.parametrize(
    "scopes", ["", "things:read", "things:writer", "things", "things:write:more", "*", "THINGS:WRITE"]
)
def test_without_its_scope_a_route_is_forbidden(world: Clock, stored: Look, scopes: str) -> None:
    """FAULTS 90"""
    answer = call("POST", "/admin/things", {}, scopes=scopes, headers={"Idempotency-Key": "k"})
    assert (answer.status, answer.code, answer.json["error"]["details"]) == (403, "forbidden", {"scope": SCOPE})
    assert stored(1) is None


@pytest.mark.parametrize("context", [{}, {"authorizer": None}, {"authorizer": {}}, {"authorizer": {"lambda": None}}])
def test_without_an_authorizers_word_a_route_is_nobody_s(world: Clock, context: dict[str, Any]) -> None:
    event = api_event("POST", "/admin/things", "{}")
    event["requestContext"] |= context
    assert Answer(api.handler(event, None)).status == 401


def test_a_route_of_staff_s_that_asks_for_no_scope_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="asks for no scope"):
        Api("things").get("/admin/things")(lambda request: None)


def test_what_is_for_any_staff_takes_no_scope_and_is_nobody_else_s(world: Clock) -> None:
    """FAULTS 90: said in so many words where the route is declared."""
    whoever = Api("things")
    whoever.get("/admin/whoever", scope=ANY_STAFF)(lambda request: Reply(request.principal))
    known = api_event("GET", "/admin/whoever", scopes="", key_id="key_A")
    assert whoever.handler(known, None)["body"] == "key_A"
    for who in ({}, {"scopes": ANY_STAFF, "key_id": ""}):
        assert Answer(whoever.handler(api_event("GET", "/admin/whoever", **who), None)).status == 401
    elsewhere = api_event("POST", "/admin/things", "{}", scopes=ANY_STAFF, headers={"Idempotency-Key": "k"})
    assert Answer(api.handler(elsewhere, None)).status == 403


def test_who_is_nobody_does_not_learn_which_paths_of_staff_s_there_are(world: Clock) -> None:
    assert call("GET", "/admin/nothing").status == 401
    assert call("GET", "/admin/nothing", scopes=SCOPE).status == 404


@pytest.mark.parametrize(
    ("address", "status"), [("192.0.2.7", 201), ("198.51.100.1", 403), ("2001:db8::7", 201), ("::ffff:192.0.2.7", 201)]
)
def test_a_key_that_is_bound_to_addresses_counts_from_them_alone(world: Clock, address: str, status: int) -> None:
    bound = {"scopes": SCOPE, "allowed_ips": "192.0.2.0/24 2001:db8::7/128", "ip": address}
    answer = call("POST", "/admin/things", {}, headers={"Idempotency-Key": "k"}, **bound)
    assert answer.status == status
    assert status == 201 or answer.code == "address_not_allowed"


def test_among_other_scopes_the_right_one_will_do(world: Clock) -> None:
    answer = call("POST", "/admin/things", {}, scopes=f"a:read {SCOPE}", headers={"Idempotency-Key": "k"})
    assert answer.status == 201


def test_who_may_not_call_learns_nothing_of_the_body(world: Clock) -> None:
    answer = call("POST", "/admin/things", {"wrong": 1}, scopes="none")
    assert answer.status == 403


def test_a_guest_reaches_the_cart_of_the_token(world: Clock) -> None:
    token = token_for(CART, NOON)
    answer = call("GET", f"/store/carts/{CART}", headers={"Cart-Token": token})
    assert (answer.status, answer.json["name"]) == (200, CART)
    foreign = call("GET", f"/store/carts/{CART[:-1]}1", headers={"Cart-Token": token})
    missing = call("GET", f"/store/carts/{CART[:-1]}1")
    ids = (foreign.json["error"].pop("request_id"), missing.json["error"].pop("request_id"))
    assert foreign.json == missing.json, f"but for {ids}"
    assert foreign.status == 404


def test_a_refusal_says_why_and_when_to_come_again(world: Clock) -> None:
    refused = call("POST", "/store/broken/refused", {})
    assert (refused.status, refused.json["error"]["details"]) == (409, {"why": "so"})
    assert "Retry-After" not in refused.headers
    assert call("POST", "/store/broken/busy", {}).headers["Retry-After"] == "1"


def test_a_fault_of_ours_tells_the_client_nothing(world: Clock, logs: Logs, capsys: pytest.CaptureFixture[str]) -> None:
    """FAULTS 95"""
    answer = call("POST", "/store/broken/x", {})
    assert (answer.status, answer.code) == (500, "internal")
    assert "hunter2" not in answer.text + str(logs()) + capsys.readouterr().out
    told = [line for line in logs() if line["message"] == "unexpected"]
    assert told[0]["error"] == "RuntimeError"
    assert told[0]["correlation_id"] == answer.json["error"]["request_id"]


def test_no_request_remembers_the_one_before(world: Clock) -> None:
    """FAULTS 25"""
    first = call("GET", "/store/carts/" + CART, headers={"Cart-Token": token_for(CART, NOON)})
    second = call("GET", "/store/carts/" + CART)
    assert (first.status, second.status) == (200, 404)
    assert first.headers["Request-Id"] != second.headers["Request-Id"]


def test_an_event_nobody_foresaw_is_answered_in_the_documented_shape(world: Clock) -> None:
    """FAULTS 96"""
    for missing in ("rawPath", "requestContext", "version"):
        event = api_event("GET", "/store/things/a")
        del event[missing]
        answer = Answer(api.handler(event, None))
        assert answer.status in (200, 500)
        assert answer.status == 200 or answer.code == "internal"
    bare = api_event("GET", "/store/things/a")
    bare["headers"] = None
    assert Answer(api.handler(bare, None)).status == 200


def test_an_api_that_only_reads_needs_no_table(world: Clock) -> None:
    reads = Api("reads")

    @reads.post("/store/echo")
    def echo(request: Any) -> Any:
        assert request.claim.pk is None
        return Reply({"raw": request.raw.decode()})

    event = api_event("POST", "/store/echo", "x", headers={"Idempotency-Key": "k"})
    assert json.loads(reads.handler(event, None)["body"]) == {"raw": "x"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PATCH"]),
    path=st.text(max_size=20).map("/store/things/".__add__) | st.text(max_size=30),
    headers=st.dictionaries(
        st.sampled_from(["If-Match", "Idempotency-Key", "Cart-Token", "X-Y"]), st.text(max_size=30)
    ),
    query=st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=2),
)
def test_no_request_breaks_the_house(
    world: Clock, method: str, path: str, headers: dict[str, str], query: dict[str, str]
) -> None:
    """FAULTS 96"""
    assert call(method, path, {}, headers=headers, query=query).status < 500


@pytest.mark.parametrize(
    "media",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        " application/json ;",
    ],
)
def test_a_body_that_says_it_is_json_is_taken(world: Clock, media: str) -> None:
    assert call("POST", "/store/things", {"n": 1}, headers={"Content-Type": media}).status == 201


@pytest.mark.parametrize(
    "media",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json-patch+json",
        "text/plain; application/json",
        "application/json, text/plain",
        "application/json; charset=iso-8859-1",
    ],
)
def test_any_other_body_is_refused_and_changes_nothing(world: Clock, stored: Look, media: str) -> None:
    """A form of another site's is sent without asking first; JSON is not."""
    for method, path in (("POST", "/store/things"), ("PATCH", "/store/things/thing_1")):
        answer = call(method, path, {"n": 1}, headers={"Content-Type": media})
        assert (answer.status, answer.code, answer.param) == (415, "unsupported_media_type", "Content-Type")
    assert stored(1) is None


def test_no_body_needs_no_media_type(world: Clock) -> None:
    for body in (None, "", " "):
        assert call("PATCH", "/store/things/thing_1", body, headers={"Content-Type": ""}).status == 200
    assert call("GET", "/store/things/a", headers={"Content-Type": "text/plain"}).status == 200


def test_the_version_there_is_or_none_is_taken(world: Clock) -> None:
    for headers in ({}, {"Api-Version": API_VERSION}, {"api-version": f" {API_VERSION} "}):
        assert call("GET", "/store/things/a", headers=headers).status == 200


@pytest.mark.parametrize("version", ["2020-01-01", "2099-01-01", "", "1", "latest", "2026-11-01, 2020-01-01"])
def test_a_version_that_there_is_not_is_refused_with_those_that_there_are(
    world: Clock, stored: Look, version: str
) -> None:
    answer = call("POST", "/store/things", {"n": 1}, headers={"Api-Version": version})
    assert (answer.status, answer.code, answer.param) == (400, "unknown_api_version", "Api-Version")
    assert answer.json["error"]["details"] == {"versions": [API_VERSION]}
    assert answer.headers["Api-Version"] == API_VERSION
    assert stored(1) is None
