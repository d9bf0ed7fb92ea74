"""Tickets with a twin at the helpdesk: what is written on either side is on both, once, in its order."""

from typing import Any

import pytest

from tests.in_process import InProcessShop
from tests.support.helpdesk.desk import Desk


@pytest.fixture
def desk(living: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(living, monkeypatch)


def test_a_question_is_a_ticket_there_with_who_asked(desk: Desk) -> None:
    ticket = desk.asked()
    twin = desk.twin(ticket)
    assert (twin["subject"], twin["status"], twin["tags"]) == ("A hole", "open", ["storewright"])
    (audit,) = desk.audits(twin)
    (comment,) = [each for each in audit["events"] if each["type"] == "Comment"]
    asker = desk.user(twin["requester_id"])
    assert (comment["body"], comment["public"], comment["author_id"]) == ("What now?", True, asker["id"])
    assert (asker["email"], asker["role"]) == ("jane@example.com", "end-user")


def test_what_both_sides_write_here_is_there_and_a_note_is_private(desk: Desk) -> None:
    ticket = desk.asked()
    desk.staff_says(ticket, "Send it back.")
    desk.staff_says(ticket, "She is a regular.", is_internal=True)
    desk.shopper_says(ticket, "How?")
    desk.pump()
    assert desk.comments(ticket) == [
        ("What now?", True),
        ("Send it back.", True),
        ("She is a regular.", False),
        ("How?", True),
    ]
    assert desk.twin(ticket)["status"] == "open"


def test_an_agents_answer_is_an_answer_here_and_a_letter_is_owed(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, "Send it back.", status="pending")
    desk.pump()
    assert desk.seen_by_shopper(ticket) == [("customer", "What now?"), ("staff", "Send it back.")]
    assert desk.status(ticket) == "pending"
    assert "Send it back." in desk.letters()[-1]


def test_an_agents_note_is_a_note_here(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, "A regular.", public=False)
    desk.pump()
    assert desk.seen_by_shopper(ticket) == [("customer", "What now?")]
    assert desk.seen_by_staff(ticket)[-1] == ("staff", "A regular.", True)


@pytest.mark.parametrize(
    ("theirs", "ours"), [("open", "open"), ("pending", "pending"), ("hold", "on_hold"), ("solved", "solved")]
)
def test_each_status_there_is_one_here(desk: Desk, theirs: str, ours: str) -> None:
    ticket = desk.asked()
    desk.agent(ticket, status=theirs)
    desk.pump()
    assert desk.status(ticket) == ours


def test_what_is_closed_there_is_closed_here_by_way_of_solved(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, status="closed")
    desk.pump()
    assert desk.status(ticket) == "closed"


def test_a_status_that_staff_set_here_is_set_there(desk: Desk) -> None:
    ticket = desk.asked()
    for ours, theirs in (("on_hold", "hold"), ("solved", "solved"), ("open", "open")):
        desk.set_status(ticket, ours)
        desk.pump()
        assert desk.twin(ticket)["status"] == theirs


def test_nothing_that_came_in_goes_out_again_and_nothing_that_went_out_comes_in(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, "Send it back.", status="pending")
    desk.shopper_says(ticket, "How?")
    desk.pump()
    before = desk.calls()
    desk.pump()
    assert desk.calls() == before
    assert len(desk.comments(ticket)) == len(desk.seen_by_staff(ticket)) == 3


def test_news_heard_twice_changes_nothing(desk: Desk) -> None:
    ticket = desk.asked(times=3)
    desk.shopper_says(ticket, "How?")
    desk.agent(ticket, "By post.")
    desk.pump(times=3)
    assert [body for body, _ in desk.comments(ticket)] == ["What now?", "By post.", "How?"]
    assert [body for _, body in desk.seen_by_shopper(ticket)] == ["What now?", "How?", "By post."]


def test_a_reply_to_what_was_closed_there_meanwhile_is_a_follow_up(desk: Desk) -> None:
    ticket = desk.asked()
    desk.set_status(ticket, "solved")
    desk.pump()
    desk.agent(ticket, status="closed")
    desk.lose_webhooks()
    desk.shopper_says(ticket, "It broke again.")
    desk.pump()
    twin = desk.twin(ticket)
    assert twin["via"]["source"]["rel"] == "follow_up"
    assert desk.comments(ticket) == [("It broke again.", True)]
    desk.shopper_says(ticket, "And again.")
    desk.pump()
    assert desk.comments(ticket) == [("It broke again.", True), ("And again.", True)]
    assert desk.status(ticket) == "open"


def test_a_ticket_that_is_deleted_there_goes_on_here(desk: Desk) -> None:
    ticket = desk.asked()
    desk.delete(ticket)
    desk.shopper_says(ticket, "How?")
    desk.pump()
    assert desk.twins(ticket) == []
    assert desk.status(ticket) == "open"


def test_an_old_ticket_is_brought_whole_when_something_happens_to_it(desk: Desk) -> None:
    with desk.without():
        ticket = desk.asked()
        desk.staff_says(ticket, "Send it back.")
        desk.pump()
    assert desk.twins(ticket) == []
    desk.shopper_says(ticket, "How?")
    desk.pump()
    assert [body for body, _ in desk.comments(ticket)] == ["What now?", "Send it back.", "How?"]


def test_what_a_third_person_writes_there_is_a_note(desk: Desk) -> None:
    ticket = desk.asked()
    other = desk.somebody("bob@example.com")
    desk.agent(ticket, "I am the brother.", author=other)
    desk.pump()
    assert desk.seen_by_shopper(ticket) == [("customer", "What now?")]
    assert desk.seen_by_staff(ticket)[-1][2] is True


def test_what_the_shopper_writes_there_is_the_shoppers(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, "By mail, then.", author=desk.twin(ticket)["requester_id"])
    desk.pump()
    assert desk.seen_by_shopper(ticket)[-1] == ("customer", "By mail, then.")


def test_a_forgotten_persons_tickets_and_person_are_deleted_there(desk: Desk) -> None:
    tickets: list[Any] = [desk.asked(), desk.asked()]
    desk.forget(*tickets)
    state = desk.state()
    assert not state["tickets"]
    assert not state["deleted_tickets"]
    assert "jane@example.com" not in [each["email"] for each in (*state["users"], *state["deleted_users"])]


def test_a_person_with_other_tickets_there_stays_and_is_counted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = desk.asked()
    desk.other_ticket_of("jane@example.com")
    desk.forget(ticket)
    assert desk.twins(ticket) == []
    assert "jane@example.com" in [each["email"] for each in desk.state()["users"]]
    assert "HelpdeskPeopleLeft" in capsys.readouterr().out
