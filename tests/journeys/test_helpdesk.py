"""A question, the helpdesk in which an agent answers it, and the shopper who reads the answer: deployed, by HTTP."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from local.zendesk_double.courier import signed
from tests.journeys.shop import Answer, Shop, Site


@pytest.fixture
def desk(shop: Shop) -> Site:
    """Zendesk's double."""
    return Site(shop.endpoints.helpdesk)


def _asked(shop: Shop, email: str) -> Any:
    answer = shop.api.call("POST", "/store/tickets", {"email": email, "subject": "A hole", "body": "What now?"})
    assert answer.status == 201, answer.raw
    return answer.json


def _state(desk: Site) -> Any:
    return desk.call("GET", "/_double/state").json


def _twins(desk: Site, ticket: Any) -> list[Any]:
    return [each for each in _state(desk)["tickets"] if each["external_id"] == ticket["id"]]


def _comments(desk: Site, ticket: Any) -> list[str]:
    twins = {each["id"] for each in _twins(desk, ticket)}
    events = [event for audit in _state(desk)["audits"] if audit["ticket_id"] in twins for event in audit["events"]]
    return [each["body"] for each in events if each["type"] == "Comment"]


def _seen(shop: Shop, ticket: Any) -> list[tuple[str, str]]:
    path = f"/store/tickets/{ticket['id']}/messages"
    page = shop.api.call("GET", path, Ticket_Token=ticket["token"]).json["data"]
    return [(each["author"], each["body"]) for each in page]


def _status(shop: Shop, ticket: Any) -> str:
    return str(shop.api.call("GET", f"/store/tickets/{ticket['id']}", Ticket_Token=ticket["token"]).json["status"])


def test_an_agent_s_answer_reaches_who_asked_though_it_is_told_of_twice(shop: Shop, desk: Site) -> None:
    email = f"{uuid4().hex}@example.com"
    ticket = _asked(shop, email)
    shop.until("the question is a ticket there", lambda: _twins(desk, ticket))
    desk.call("POST", "/_double/webhooks", {"twice": True})
    try:
        (twin,) = _twins(desk, ticket)
        answer = {"ticket": twin["id"], "body": "Send it back.", "status": "pending"}
        assert desk.call("POST", "/_double/answer", answer).status == 200
        shop.until("the answer is there to read", lambda: len(_seen(shop, ticket)) > 1)
        assert desk.call("POST", "/_double/wait", {"timeout_s": 20}).json == {"is_quiet": True}
    finally:
        desk.call("POST", "/_double/webhooks", {"twice": False})
    path = f"/store/tickets/{ticket['id']}"
    shop.until(
        "it waits for who asked",
        lambda: shop.api.call("GET", path, Ticket_Token=ticket["token"]).json["status"] == "pending",
    )
    shop.until("the answer is mailed", lambda: len(shop.mails(email)) > 1)
    reply = shop.api.call("POST", f"{path}/messages", {"body": "How?"}, Ticket_Token=ticket["token"])
    assert reply.status == 201
    shop.until("the reply is there", lambda: "How?" in _comments(desk, ticket))
    assert _comments(desk, ticket) == ["What now?", "Send it back.", "How?"]
    assert _seen(shop, ticket) == [("customer", "What now?"), ("staff", "Send it back."), ("customer", "How?")]


@pytest.mark.parametrize("place", ["secret", "age", "body"])
def test_a_webhook_that_the_helpdesk_did_not_sign_is_refused(shop: Shop, place: str) -> None:
    body = json.dumps({"id": uuid4().hex, "type": "zen:event-type:ticket.comment_added", "detail": {}}).encode()
    moment = datetime.now(UTC) - timedelta(seconds=301 if place == "age" else 0)
    secret = "of somebody else" if place == "secret" else shop.endpoints.helpdesk_webhook_secret
    headers = signed(body, secret, moment.isoformat())
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    answer: Answer = shop.api.call("POST", "/webhooks/helpdesk", body + b" " * (place == "body"), **named)
    assert (answer.status, answer.code) == (400, "invalid_signature")
