"""The HTTP client, against a small server on loopback."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from local.client import Client, Refused, Unreachable


@dataclass
class Script:
    """What the server answers, one after the other, and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes] | None] = field(default_factory=list)  # None: hang up
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0

    def then(self, status: int, body: Any = None, **headers: str) -> None:
        self.answers.append((status, {k.replace("_", "-"): v for k, v in headers.items()}, json.dumps(body).encode()))


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def url(script: Script) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            script.connections += 1
            super().setup()

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.asked.append((self.command, self.path, dict(self.headers.items()), raw))
            said = script.answers.pop(0)
            if said is None:
                self.close_connection = True
                return
            status, headers, body = said
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/stage"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(url: str, pauses: list[float]) -> Client:
    return Client(url, {"Authorization": "Bearer k"}, pause=pauses.append, tries=3)


def test_json_goes_out_and_comes_back_on_one_connection(client: Client, script: Script) -> None:
    script.then(200, {"a": 1})
    script.then(201, {"b": 2})
    assert client.get("/x?y=1") == {"a": 1}
    assert client.post("/x", {"c": 3}, key="k1") == {"b": 2}
    method, path, headers, raw = script.asked[1]
    assert (method, path, json.loads(raw)) == ("POST", "/stage/x", {"c": 3})
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer k", "k1")
    assert script.connections == 1


def test_a_form_is_sent_as_stripe_takes_it(client: Client, script: Script) -> None:
    script.then(200, {})
    client.form("/v1/x", {"a[b]": "c d"})
    assert script.asked[0][3] == b"a%5Bb%5D=c+d"
    assert script.asked[0][2]["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_refusal_carries_its_code_and_details(client: Client, script: Script) -> None:
    script.then(422, {"error": {"code": "invalid_field", "message": "No.", "details": {"x": 1}}})
    with pytest.raises(Refused) as refused:
        client.get("/x")
    assert (refused.value.status, refused.value.code, refused.value.details) == (422, "invalid_field", {"x": 1})
    assert len(script.asked) == 1


@pytest.mark.parametrize(("status", "headers"), [(429, {}), (503, {}), (409, {"Retry_After": "2"})])
def test_what_may_pass_is_tried_again(
    client: Client, script: Script, pauses: list[float], status: int, headers: dict[str, str]
) -> None:
    script.then(status, {"error": {"code": "busy"}}, **headers)
    script.then(200, {"ok": True})
    assert client.post("/x", {}, key="k") == {"ok": True}
    assert len(pauses) == 1
    if headers:
        assert 1 <= pauses[0] <= 2


def test_a_conflict_that_stays_is_not_tried_again(client: Client, script: Script) -> None:
    script.then(409, {"error": {"code": "insufficient_stock"}})
    with pytest.raises(Refused, match="insufficient_stock"):
        client.post("/x", {}, key="k")


def test_after_some_tries_it_gives_up(client: Client, script: Script) -> None:
    for _ in range(3):
        script.then(503, {"error": {"code": "unavailable"}})
    with pytest.raises(Refused, match="unavailable"):
        client.get("/x")
    assert script.answers == []


def test_a_lost_answer_is_asked_for_again_where_that_is_safe(client: Client, script: Script) -> None:
    script.answers.append(None)
    script.then(200, {"ok": True})
    assert client.post("/x", {}, key="k") == {"ok": True}
    assert script.connections == 2


def test_a_post_without_a_key_is_not_sent_twice(client: Client, script: Script) -> None:
    script.answers.append(None)
    with pytest.raises(Unreachable):
        client.post("/x", {})
    script.then(503, None)
    with pytest.raises(Refused):
        client.post("/x", {})
    assert len(script.asked) == 2


def test_nobody_at_the_address_is_said_in_a_sentence(pauses: list[float]) -> None:
    with pytest.raises(Unreachable, match="GET /x got no answer"):
        Client("http://127.0.0.1:9", pause=pauses.append, tries=2).get("/x")


def test_an_answer_that_is_not_ours_is_told_too(client: Client, script: Script) -> None:
    script.answers.append((500, {}, b"<html>oops</html>"))
    with pytest.raises(Refused, match="oops"):
        client.get("/x")


def test_a_replayed_answer_says_so(client: Client, script: Script) -> None:
    script.then(201, {}, Idempotent_Replayed="true")
    assert client.call("POST", "/x", {}, headers={"Idempotency-Key": "k"}).is_replay
