"""The Zendesk double refuses what Zendesk refuses, and what we call it by is what it serves."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from local.zendesk_double import ZendeskDouble
from local.zendesk_double.double import EMAIL, SECRET, TOKEN
from shared import clock
from shared.webhook_signature import verify_apart

BASIC = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()


class Clock:
    now = 1_796_000_000.0

    def seconds(self) -> float:
        return self.now


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def double(time: Clock) -> Iterator[ZendeskDouble]:
    with ZendeskDouble(clock=time.seconds) as found:
        yield found


def call(double: ZendeskDouble, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and body."""
    named = {"Authorization": BASIC, "Content-Type": "application/json"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(double.url + path, data=raw, headers=named, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def made(double: ZendeskDouble, **fields: Any) -> Any:
    ticket = {"subject": "A", "comment": {"body": "B"}, **fields}
    status, answer = call(double, "POST", "/api/v2/tickets.json", {"ticket": ticket})
    assert status == 201, answer
    return answer["ticket"]


def update(double: ZendeskDouble, ticket: Any, **fields: Any) -> tuple[int, Any]:
    return call(double, "PUT", f"/api/v2/tickets/{ticket['id']}.json", {"ticket": fields})


def test_who_has_no_good_token_is_401(double: ZendeskDouble) -> None:
    for wrong in ("", "Basic nonsense", f"Bearer {TOKEN}"):
        assert call(double, "GET", "/api/v2/tickets.json", Authorization=wrong)[0] == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"comment": {}},
        {"comment": {"body": " "}},
        {"comment": {"Body": "B"}},
        {"status": "done"},
        {"priority": "soon"},
        {"requester_id": 1},
        {"comment": {"body": "B", "author_id": 1}},
        {"metadata": {"storewright": "x" * 1100}},
        {"colour": "red"},
    ],
)
def test_a_ticket_that_cannot_be_is_422(double: ZendeskDouble, wrong: Any) -> None:
    ticket = {"subject": "A", "comment": {"body": "B"}, **wrong}
    assert call(double, "POST", "/api/v2/tickets.json", {"ticket": ticket})[0] == 422
    assert double.control("state")["tickets"] == []


def test_a_key_makes_one_ticket_for_two_hours(double: ZendeskDouble, time: Clock) -> None:
    asked = {"ticket": {"subject": "A", "comment": {"body": "B"}}}
    first, again = (call(double, "POST", "/api/v2/tickets.json", asked, Idempotency_Key="k") for _ in range(2))
    assert first == again
    other = {"ticket": {"subject": "Z", "comment": {"body": "B"}}}
    status, answer = call(double, "POST", "/api/v2/tickets.json", other, Idempotency_Key="k")
    assert (status, answer["error"]) == (400, "IdempotentRequestError")
    time.now += 2 * 3600 + 1
    assert call(double, "POST", "/api/v2/tickets.json", asked, Idempotency_Key="k")[1] != first[1]
    assert len(double.control("state")["tickets"]) == 2


def test_a_safe_update_meets_the_ticket_as_it_was_read(double: ZendeskDouble, time: Clock) -> None:
    ticket = made(double)
    time.now += 1
    assert update(double, ticket, status="open")[0] == 200
    stale = {"safe_update": True, "updated_stamp": ticket["updated_at"]}
    assert update(double, ticket, status="solved", **stale)[0] == 409
    assert update(double, ticket, status="solved", safe_update=True)[0] == 400


def test_what_is_closed_takes_nothing_but_a_follow_up(double: ZendeskDouble) -> None:
    ticket = made(double)
    follows = {"subject": "A", "comment": {"body": "B"}, "via_followup_source_id": ticket["id"]}
    assert call(double, "POST", "/api/v2/tickets.json", {"ticket": follows})[0] == 422
    assert update(double, ticket, status="closed")[0] == 200
    assert update(double, ticket, comment={"body": "C"})[0] == 422
    assert call(double, "POST", "/api/v2/tickets.json", {"ticket": follows})[0] == 201


def test_the_metadata_of_an_update_is_in_its_audit_and_audits_have_pages(double: ZendeskDouble) -> None:
    ticket = made(double, metadata={"storewright": "msg_1"})
    for number in range(4):
        update(double, ticket, comment={"body": f"{number}", "public": False}, metadata={"storewright": f"{number}"})
    seen, after = [], ""
    while True:
        path = f"/api/v2/tickets/{ticket['id']}/audits.json?page[size]=2{after}"
        _, page = call(double, "GET", path)
        seen += [each["metadata"]["custom"]["storewright"] for each in page["audits"]]
        if not page["meta"]["has_more"]:
            break
        after = f"&page[after]={page['meta']['after_cursor']}"
    assert seen == ["msg_1", "0", "1", "2", "3"]


def test_who_asked_something_that_is_open_cannot_be_deleted(double: ZendeskDouble) -> None:
    _, answer = call(double, "POST", "/api/v2/users.json", {"user": {"name": "J", "email": "j@example.com"}})
    user = f"/api/v2/users/{answer['user']['id']}.json"
    ticket = made(double, requester_id=answer["user"]["id"])
    assert call(double, "DELETE", user)[0] == 422
    assert call(double, "DELETE", f"/api/v2/deleted_tickets/{ticket['id']}.json")[0] == 404
    assert call(double, "DELETE", f"/api/v2/tickets/{ticket['id']}.json")[0] == 204
    assert call(double, "DELETE", f"/api/v2/deleted_tickets/{ticket['id']}.json")[0] == 200
    assert call(double, "DELETE", user)[0] == 200
    assert call(double, "DELETE", user.replace("/users/", "/deleted_users/"))[0] == 200


@pytest.mark.parametrize(("fault", "status"), [("too_many", 429), ("down", 503), ("refused", 422)])
def test_it_breaks_when_it_is_told_to(double: ZendeskDouble, fault: str, status: int) -> None:
    double.control("faults", {"call": "tickets.create", "fault": fault})
    asked = {"ticket": {"subject": "A", "comment": {"body": "B"}}}
    assert call(double, "POST", "/api/v2/tickets.json", asked)[0] == status
    assert call(double, "POST", "/api/v2/tickets.json", asked)[0] == 201


def test_its_webhooks_are_signed_and_come_until_they_are_taken() -> None:
    heard: list[tuple[bytes, str, str]] = []

    class Shop(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signature, moment = (self.headers[f"X-Zendesk-Webhook-Signature{end}"] for end in ("", "-Timestamp"))
            heard.append((body, signature, moment))
            self.send_response(503 if len(heard) == 1 else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    with ZendeskDouble(webhook_url=f"http://127.0.0.1:{server.server_address[1]}/") as double:
        made(double)
        assert double.control("wait")["is_quiet"]
    server.shutdown()
    server.server_close()
    assert len({body for body, _, _ in heard}) == 1
    for body, signature, moment in heard:
        verify_apart(body, signature, moment, [SECRET], clock.now())
    assert [each["type"] for each in map(json.loads, (body for body, _, _ in heard))] == [
        "zen:event-type:ticket.comment_added"
    ] * 2


def test_it_listens_to_this_machine_only() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        ZendeskDouble(host="0.0.0.0")
