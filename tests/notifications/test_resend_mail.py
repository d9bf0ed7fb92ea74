"""What is owed is tried again: in turn, not for ever, and no trouble of one mail keeps the others waiting."""

from typing import Any

import pytest

from functions.notifications import resend_mail, store
from functions.notifications.mail import TRIES_MAX, Kind, owed
from functions.notifications.resend_mail import RUN_S
from shared.aws import client
from shared.dynamo import commit
from tests.notifications.builders import LOW, mailbox, mails, run_the_clocks_lambda
from tests.notifications.test_send_mail import away
from tests.world import NOON, Clock, service

pytestmark = pytest.mark.usefixtures("world")


def owe(how_many: int, **facts: Any) -> None:
    """Mails to staff that were owed at noon and not sent."""
    for i in range(how_many):
        commit(store.add(owed(f"evt_{i}_{facts}", Kind.STOCK_ALERT, {**LOW.model_dump(), **facts}, NOON)))


def states() -> list[tuple[str, int]]:
    return sorted((mail["status"], mail["tries"]) for mail in mails())


def test_a_run_sends_all_that_is_due(world: Clock) -> None:
    owe(3)
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert len(mailbox()) == 3
    assert states() == [("sent", 2)] * 3


def test_a_mail_that_is_not_due_waits() -> None:
    owe(1)
    run_the_clocks_lambda()
    assert mailbox() == []


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(world: Clock) -> None:
    commit(store.add(owed("evt_broken", Kind.STOCK_ALERT, {}, NOON)))
    owe(2)
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert len(mailbox()) == 2
    assert states() == [("owed", 2), ("sent", 2), ("sent", 2)]


def test_a_refused_mail_stays_owed_and_does_not_stop_the_others(world: Clock) -> None:
    service("ses").delete_identity(Identity="shop@example.com")  # SES then rejects each message by itself
    owe(2)
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert states() == [("owed", 2), ("owed", 2)]


def test_a_run_stops_where_nothing_can_be_sent(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(3)
    world.advance(minutes=5)
    monkeypatch.setattr(client("ses"), "send_email", away)
    run_the_clocks_lambda()
    assert states() == [("owed", 1), ("owed", 1), ("owed", 2)]


def test_a_run_begins_nothing_once_its_time_is_up(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(3)
    world.advance(minutes=5)
    send = client("ses").send_email

    def send_slowly(**message: Any) -> Any:
        world.advance(seconds=RUN_S + 1)
        return send(**message)

    monkeypatch.setattr(client("ses"), "send_email", send_slowly)
    run_the_clocks_lambda()
    assert len(mailbox()) == 1


def test_a_run_takes_a_limited_number_and_the_next_the_rest(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resend_mail, "MAILS_MAX", 2)
    owe(3)
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert len(mailbox()) == 2
    run_the_clocks_lambda()
    assert len(mailbox()) == 3


def test_two_runs_at_once_send_a_mail_once(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(1)
    world.advance(minutes=5)
    send = client("ses").send_email

    def send_while_another_runs(**message: Any) -> Any:
        monkeypatch.setattr(client("ses"), "send_email", send)
        run_the_clocks_lambda()
        return send(**message)

    monkeypatch.setattr(client("ses"), "send_email", send_while_another_runs)
    run_the_clocks_lambda()
    assert len(mailbox()) == 1


def test_a_mail_is_given_up_after_its_tries(world: Clock) -> None:
    commit(store.add(owed("evt_broken", Kind.STOCK_ALERT, {}, NOON)))
    for _ in range(TRIES_MAX + 2):
        world.advance(hours=6)
        run_the_clocks_lambda()
    assert states() == [("failed", TRIES_MAX)]
    assert store.due(world.advance(days=1), 10) == []
