"""The helpdesk is away, slow, cross or told twice; workers die after what they did; news overtake each other."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from functions.support.handlers.sync_helpdesk import handler
from functions.support.helpdesk import sync_ticket as syncing
from functions.support.helpdesk import zendesk_api
from functions.support.helpdesk.link import HELD_FOR, link
from functions.support.table import SPEC
from infra.domains.support import HELPDESK_TIMEOUT_S
from infra.stages import VISIBILITY_FACTOR
from shared import outbox, queue
from shared.dynamo import fetch
from shared.settings import read_settings
from shared.table import TableSpec
from tests.in_process import InProcessShop, sqs_event
from tests.support.helpdesk.desk import Desk


@pytest.fixture
def desk(living: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(living, monkeypatch)


def said(desk: Desk) -> list[dict[str, Any]]:
    """What support said and nobody has heard of yet; it counts as sent."""
    rows: list[tuple[TableSpec, Any]] = [each for each in desk.shop.unsent() if each[0] is SPEC]
    for table, row in rows:
        outbox.publish(table, [row])
    return [outbox.envelope(row) for _, row in rows]


def hear(envelope: dict[str, Any]) -> bool:
    """Whether the worker is done with it."""
    return not handler(sqs_event(envelope), None)["batchItemFailures"]


def quietly_asked(desk: Desk) -> Any:
    """A question of which the helpdesk does not know yet."""
    _, ticket, _ = desk.shop.call("POST", "/store/tickets", {"email": "j@example.com", "subject": "A", "body": "B"})
    return ticket


@pytest.mark.parametrize("fault", ["too_many", "down", "hang_up"])
@pytest.mark.parametrize("call", ["tickets.list", "users.search", "users.create", "tickets.create", "audits.list"])
def test_what_it_does_not_take_now_is_brought_once_when_the_news_comes_again(desk: Desk, call: str, fault: str) -> None:
    ticket = quietly_asked(desk)
    (created,) = said(desk)
    desk.breaks(call, fault)
    assert not hear(created)
    assert hear(created)
    assert desk.comments(ticket) == [("B", True)]
    assert len(desk.twins(ticket)) == 1


@pytest.mark.parametrize("call", ["users.create", "tickets.create", "tickets.update"])
def test_a_call_whose_answer_is_lost_is_found_out_about_and_not_made_twice(desk: Desk, call: str) -> None:
    ticket = quietly_asked(desk)
    desk.staff_says(ticket, "C")
    news = said(desk)
    desk.breaks(call, "lost_answer")
    assert [hear(each) for each in news].count(False) == 1
    assert all(hear(each) for each in news)
    assert desk.comments(ticket) == [("B", True), ("C", True)]
    assert len(desk.twins(ticket)) == 1


def test_a_ticket_that_was_made_days_ago_is_found_where_its_key_is_forgotten(desk: Desk) -> None:
    ticket = quietly_asked(desk)
    (created,) = said(desk)
    desk.breaks("tickets.create", "lost_answer")
    assert not hear(created)
    desk.shop.clock.advance(days=3)
    assert hear(created)
    assert len(desk.twins(ticket)) == 1


class Killed(BaseException):
    """As a Lambda ends that is killed: nothing of ours runs any more."""


@pytest.mark.parametrize("step", range(1, 9))
def test_who_is_killed_after_any_call_leaves_nothing_twice_and_nothing_out(
    desk: Desk, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kill after effect: the next one waits until the hold is over, looks, and goes on."""
    ticket = quietly_asked(desk)
    desk.staff_says(ticket, "C")
    desk.shopper_says(ticket, "D")
    *_, last = said(desk)
    count, send = itertools.count(1), zendesk_api._send

    def killing(*request: Any) -> Any:
        answer = send(*request)
        if next(count) == step:
            raise Killed
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(zendesk_api, "_send", killing)
        try:
            assert hear(last)
        except Killed:
            pass
    desk.shop.clock.advance(seconds=HELD_FOR.total_seconds() + 1)
    assert hear(last)
    assert [body for body, _ in desk.comments(ticket)] == ["B", "C", "D"]
    assert len(desk.twins(ticket)) == 1


def test_while_one_is_at_a_ticket_another_comes_back_later(desk: Desk) -> None:
    ticket = quietly_asked(desk)
    (created,) = said(desk)
    (known,) = fetch(link(ticket["id"]))
    with syncing.holding(known, desk.shop.clock.now):
        assert not hear(created)
        assert desk.calls() == {}
    desk.shop.clock.advance(seconds=HELD_FOR.total_seconds() + 1)
    assert hear(created)


def test_a_hold_outlives_its_worker_and_ends_before_the_news_come_again() -> None:
    assert HELPDESK_TIMEOUT_S < HELD_FOR.total_seconds() < VISIBILITY_FACTOR * HELPDESK_TIMEOUT_S


def test_in_whatever_order_news_are_heard_both_end_alike(desk: Desk) -> None:
    ends = []
    for order in itertools.permutations(range(4)):
        ticket = quietly_asked(desk)
        desk.staff_says(ticket, "C")
        desk.shopper_says(ticket, "D")
        news = [each for each in said(desk) if each["type"] != "ticket.status_changed"]
        desk.set_status(ticket, "on_hold")
        news += said(desk)
        assert all(hear(news[place]) for place in order)
        desk.pump()
        ends.append((desk.comments(ticket), desk.twin(ticket)["status"], desk.status(ticket)))
    assert ends == [([("B", True), ("C", True), ("D", True)], "hold", "on_hold")] * 24


def test_webhooks_that_overtake_each_other_end_the_same(desk: Desk) -> None:
    ends = []
    for order in itertools.permutations(range(4)):
        ticket = desk.asked()
        for body, status in (("C", "pending"), ("D", "solved")):
            desk.agent(ticket, body, status=status)
        told = desk.shop.helpdesk.courier.take_all()
        for place in order:
            assert desk.shop.helpdesk_webhook(told[place])[0] == 200
            desk.pump()
        ends.append((desk.seen_by_shopper(ticket), desk.status(ticket)))
    assert ends == [([("customer", "What now?"), ("staff", "C"), ("staff", "D")], "solved")] * 24


def test_an_answer_there_that_meets_a_reply_here_loses_neither(desk: Desk) -> None:
    ticket = desk.asked()
    desk.agent(ticket, "C", status="solved")
    desk.shopper_says(ticket, "D")
    desk.pump()
    assert {body for body, _ in desk.comments(ticket)} == {body for _, body in desk.seen_by_shopper(ticket)}
    assert (desk.status(ticket), desk.twin(ticket)["status"]) == ("open", "open")


def test_an_update_between_look_and_act_is_not_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = desk.asked()
    desk.shopper_says(ticket, "C")
    (news,) = said(desk)
    read = zendesk_api.read

    def slow(twin_id: int) -> Any:
        twin = read(twin_id)
        monkeypatch.setattr(zendesk_api, "read", read)
        desk.shop.clock.advance(seconds=1)
        desk.agent(ticket, "D", status="pending")
        return twin

    monkeypatch.setattr(zendesk_api, "read", slow)
    assert hear(news)
    assert sorted(body for body, _ in desk.comments(ticket)) == ["C", "D", "What now?"]
    assert sorted(body for _, body in desk.seen_by_shopper(ticket)) == ["C", "D", "What now?"]


def test_a_refusal_comes_back_until_it_is_a_dead_letter_and_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    quietly_asked(desk)
    (created,) = said(desk)
    desk.breaks("tickets.create", "refused")
    assert not hear(created)
    assert "HelpdeskRefused" in capsys.readouterr().out


def test_a_wrong_token_is_refused_and_never_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    quietly_asked(desk)
    (created,) = said(desk)
    monkeypatch.setattr(zendesk_api, "secret", lambda _: {"current": "a-token-of-somebody-else"})
    assert not hear(created)
    logged = " ".join(str(vars(each)) for each in caplog.records)
    assert "helpdesk_refused" in logged
    assert "a-token-of-somebody-else" not in logged
    assert "j@example.com" not in logged


def test_hundreds_of_changes_at_once_are_each_there_once(desk: Desk) -> None:
    """Forty tickets with five messages each, all news twice and in no order, by eight workers at once."""
    tickets = [quietly_asked(desk) for _ in range(40)]
    for number in range(4):
        for ticket in tickets:
            desk.staff_says(ticket, f"{number}", is_internal=number % 2 == 0)
    waiting = said(desk) * 2
    assert len(waiting) >= 400
    Random(7).shuffle(waiting)
    while waiting:
        with ThreadPoolExecutor(8) as workers:
            done = list(workers.map(hear, waiting))
        waiting = [each for each, is_done in zip(waiting, done, strict=True) if not is_done]
    bodies = desk.all_comments()
    for ticket in tickets:
        assert bodies[ticket["id"]] == [["B", "0", "1", "2", "3"]]


class Sqs:
    """Hears which messages are hidden, and for how long."""

    def __init__(self) -> None:
        self.hidden: list[dict[str, Any]] = []

    def change_message_visibility(self, **asked: Any) -> None:
        self.hidden.append(asked)


@pytest.mark.parametrize(
    ("told", "tries", "hidden_s"),
    [("3", "1", 60), ("3", "3", 240), ("93", "1", 93), ("5000", "1", 900), (None, "1", None), ("soon", "1", None)],
)
def test_it_is_asked_again_when_it_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, told: str | None, tries: str, hidden_s: int | None
) -> None:
    sqs = Sqs()
    monkeypatch.setattr(queue, "client", lambda _: sqs)
    monkeypatch.setattr(zendesk_api, "_send", lambda *_: (429, b"", told))
    monkeypatch.setenv("QUEUE_URL", "https://sqs/q")
    read_settings.cache_clear()
    quietly_asked(desk)
    (created,) = said(desk)
    event = sqs_event(created)
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = tries
    assert handler(event, None)["batchItemFailures"]
    asked = {"QueueUrl": "https://sqs/q", "ReceiptHandle": "r", "VisibilityTimeout": hidden_s}
    assert sqs.hidden == ([asked] if hidden_s else [])
    monkeypatch.setenv("QUEUE_URL", "")
    read_settings.cache_clear()
