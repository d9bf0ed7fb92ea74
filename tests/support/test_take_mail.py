"""Mail as SES puts it into the bucket: it answers its ticket or opens one, once each, and no program is answered."""

import json
from typing import Any

import pytest

from functions.support.handlers.take_mail import handler
from functions.support.incoming.reply_address import reply_address, ticket_named
from shared.settings import read_settings
from tests.in_process import InProcessShop
from tests.notifications.builders import mailbox
from tests.support.inbox import BUCKET, HELP, a_mail, make_bucket, put, told_of
from tests.world import service


@pytest.fixture
def inbox(living: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> InProcessShop:
    """A shop that mail comes in to."""
    monkeypatch.setenv("INBOUND_ADDRESS", HELP)
    read_settings.cache_clear()
    make_bucket()
    return living


def tell(key: str) -> None:
    assert handler(told_of(key), None) == {"batchItemFailures": []}


def receive(name: str, message_id: str = "m1") -> None:
    tell(put(a_mail(name), message_id))


def to(name: str, recipient: str, message_id: str = "m2") -> None:
    tell(put(a_mail(name).replace(b"To: help@in.example.com", b"To: " + recipient.encode()), message_id))


def tickets(inbox: InProcessShop) -> list[dict[str, Any]]:
    _, page, _ = inbox.admin("GET", "/admin/tickets")
    return list(page["data"])


def messages(inbox: InProcessShop, ticket_id: str) -> list[str]:
    _, page, _ = inbox.admin("GET", f"/admin/tickets/{ticket_id}/messages")
    return [each["body"] for each in page["data"]]


def asked_by(inbox: InProcessShop, email: str = "jane@example.org") -> dict[str, Any]:
    question = {"email": email, "subject": "A hole", "body": "What now?"}
    status, ticket, _ = inbox.call("POST", "/store/tickets", question)
    assert status == 201
    return dict(ticket)


def left() -> list[str]:
    return [each["Key"] for each in service("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_mail_opens_a_ticket_and_is_removed(inbox: InProcessShop) -> None:
    receive("plain")
    (ticket,) = tickets(inbox)
    assert (ticket["channel"], ticket["email"], ticket["subject"]) == (
        "email",
        "jane@example.org",
        "A hole in the sleeve",
    )
    assert (ticket["status"], ticket["locale"], ticket["is_sender_proven"]) == ("open", "de-AT", True)
    assert messages(inbox, ticket["id"]) == ["It came like that.\nWhat now?"]
    assert left() == []


def test_who_asked_is_written_back_to_an_address_that_finds_the_ticket(inbox: InProcessShop) -> None:
    receive("plain")
    inbox.pump()
    (letter,) = mailbox()
    (ticket,) = tickets(inbox)
    assert f"Reply-To: {reply_address(ticket['id'], HELP)}" in letter.raw_data
    assert "Auto-Submitted: auto-replied" in letter.raw_data
    to("plain", reply_address(ticket["id"], HELP))
    assert len(messages(inbox, ticket["id"])) == 2


@pytest.mark.parametrize("again", [1, 2])
def test_told_of_twice_it_is_taken_once(inbox: InProcessShop, again: int) -> None:
    receive("plain")
    for _ in range(again):
        tell(put(a_mail("plain"), "m1"))  # as if it could not be removed
        tell("in/m1")
    assert len(tickets(inbox)) == 1


def test_an_answer_opens_its_ticket_again(inbox: InProcessShop) -> None:
    ticket = asked_by(inbox)
    inbox.admin("PATCH", f"/admin/tickets/{ticket['id']}", {"status": "solved"})
    to("plain", f"Help <{reply_address(ticket['id'], HELP).upper()}>")
    assert messages(inbox, ticket["id"]) == ["What now?", "It came like that.\nWhat now?"]
    assert [each["status"] for each in tickets(inbox)] == ["open"]


@pytest.mark.parametrize(
    ("mail", "asker"), [("plain", "joe@example.org"), ("spoofed", "jane@example.org")], ids=["a stranger", "spoofed"]
)
def test_whose_ticket_it_is_not_opens_another_one(inbox: InProcessShop, mail: str, asker: str) -> None:
    """Neither who was passed the letter, nor who says to be somebody else, gets into the talk."""
    ticket = asked_by(inbox, asker)
    to(mail, reply_address(ticket["id"], HELP))
    assert messages(inbox, ticket["id"]) == ["What now?"]
    other = next(each for each in tickets(inbox) if each["id"] != ticket["id"])
    assert (other["email"], other["is_sender_proven"]) == ("jane@example.org", mail == "plain")


def test_who_may_be_made_up_is_not_written_to(inbox: InProcessShop) -> None:
    receive("spoofed")
    inbox.pump()
    assert len(tickets(inbox)) == 1
    assert mailbox() == []


@pytest.mark.parametrize("name", ["automatic", "bounce", "newsletter", "own", "spam", "virus", "two_senders", "nobody"])
def test_what_nobody_asks_becomes_no_ticket_and_is_removed(inbox: InProcessShop, name: str) -> None:
    receive(name)
    inbox.pump()
    assert (tickets(inbox), mailbox(), left()) == ([], [], [])


def test_of_one_sender_so_many_an_hour_are_taken(inbox: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILS_PER_HOUR", "2")
    read_settings.cache_clear()
    for number in range(4):
        receive("plain", f"m{number}")
    assert len(tickets(inbox)) == 2
    inbox.clock.advance(minutes=61)
    receive("plain", "m9")
    assert len(tickets(inbox)) == 3


def test_a_ticket_that_takes_no_more_gets_another_beside_it(inbox: InProcessShop) -> None:
    ticket = asked_by(inbox)
    inbox.admin("PATCH", f"/admin/tickets/{ticket['id']}", {"status": "solved"})
    inbox.clock.advance(minutes=15 * 24 * 60)
    inbox.run("support.close_solved", {})
    to("plain", reply_address(ticket["id"], HELP))
    assert sorted(each["status"] for each in tickets(inbox)) == ["closed", "open"]


def test_a_mark_is_of_one_ticket_and_of_one_address() -> None:
    ticket_id = "tkt_01JD0000000000000000000001"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shared.signing.secret", lambda _: {"current": "a key"})
        patch.setattr("shared.signing.valid_values", lambda _: ["another", "a key"])
        patch.setattr("shared.signing.is_another_by_now", lambda _: False)
        address = reply_address(ticket_id, HELP)
        assert len(address.partition("@")[0]) <= 64  # RFC 5321
        assert ticket_named(address, HELP) == ticket_id
        for other in (address.replace("0001", "0002"), address[:-1], address.replace("in.", "on."), HELP, "", "x@y"):
            assert ticket_named(other, HELP) is None
        assert ticket_named(address, "other@in.example.com") is None


def test_what_s3_says_of_itself_is_no_mail() -> None:
    record = {"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps({"Event": "s3:TestEvent"})}
    assert handler({"Records": [record]}, None) == {"batchItemFailures": []}
