"""Events in, mails out: once each, whatever comes twice and whatever breaks in between."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from functions.fulfillment import NewTracking, ship
from functions.orders.confirm_token import confirms
from functions.orders.lifecycle import Status
from shared.aws import client
from shared.dynamo import commit
from shared.http.guest import bound_to
from tests.notifications.builders import (
    CANCELED,
    EVERY_EVENT,
    LOW,
    NOT_REFUNDED,
    ORDER,
    PENDING,
    PLACED,
    REFUNDED,
    SHOPPER,
    STAFF,
    everything,
    mailbox,
    mails,
    place_an_order,
    run_the_clocks_lambda,
    shipped,
    tell,
)
from tests.world import NOON, Clock

pytestmark = pytest.mark.usefixtures("world")


class Crash(BaseException):
    """The process ends here."""


def test_a_placed_order_is_confirmed() -> None:
    place_an_order()
    assert tell(PLACED) == []
    (message,) = mailbox()
    assert (message.destinations["ToAddresses"], message.source) == ([SHOPPER], "Example Shop <shop@example.com>")
    assert message.subject == "Your order 1042"
    assert mails()[0]["status"] == "sent"


def test_an_answer_goes_to_the_shops_people_and_the_link_opens_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[dict[str, Any]] = []

    def take(**message: Any) -> dict[str, str]:
        taken.append(message)
        return {"MessageId": "1"}

    monkeypatch.setattr(client("ses"), "send_email", take)
    place_an_order()
    tell(PLACED)
    assert taken[0]["ReplyToAddresses"] == ["help@example.com"]
    (token,) = re.findall(rf"/orders/{ORDER}\?token=(\S+)", taken[0]["Message"]["Body"]["Text"]["Data"])
    assert bound_to(ORDER, {"order-token": token}, NOON) == ORDER


def test_an_order_without_charge_asks_for_its_confirmation() -> None:
    place_an_order(Status.PENDING)
    assert tell(PENDING) == []
    (message,) = mailbox()
    assert (message.destinations["ToAddresses"], message.subject) == ([SHOPPER], "Please confirm your order")
    (token,) = re.findall(rf"/orders/{ORDER}/confirm\?token=([\w.-]+)[\s\"]", message.body)
    assert confirms(ORDER, token, NOON)


@pytest.mark.parametrize("status", [Status.PLACED, Status.EXPIRED, Status.CANCELED])
def test_nobody_is_asked_to_confirm_what_does_not_wait_any_more(status: Status) -> None:
    place_an_order(status)
    assert tell(PENDING) == []
    assert (mailbox(), mails()[0]["status"]) == ([], "dropped")


def test_an_order_that_waits_for_its_money_is_not_asked_and_costs_no_write() -> None:
    place_an_order(Status.PENDING)
    before = everything()
    assert tell(PENDING.model_copy(update={"total": 5642})) == []
    assert (mailbox(), everything()) == ([], before)


def test_a_shipment_is_told_with_its_tracking() -> None:
    place_an_order()
    tracking = NewTracking(company="ups", number="1Z9", url="https://ups.example/1Z9")
    _, writes = ship(ORDER, "ful_1", "loc_1", (("li_1", 2),), tracking, True, NOON)
    commit(*writes)
    tell(shipped("ful_1"))
    (message,) = mailbox()
    assert message.subject == "Your order 1042 is on its way"
    assert "https://ups.example/1Z9" in message.body


def test_nobody_is_told_of_a_shipment_that_is_not_to_be_told() -> None:
    place_an_order()
    assert tell(shipped(notify_customer=False)) == []
    assert (mailbox(), mails()) == ([], [])


def test_nobody_is_told_that_an_order_they_never_paid_was_canceled() -> None:
    place_an_order(Status.CANCELED)
    assert tell(CANCELED.model_copy(update={"was_placed": False})) == []
    assert mailbox() == []


def test_a_refund_of_a_late_payment_is_told_as_one() -> None:
    place_an_order(Status.EXPIRED)
    tell(REFUNDED.model_copy(update={"reason": "order_expired"}))
    (message,) = mailbox()
    assert message.subject == "Your payment came too late and goes back to you"
    assert "order_1" in message.body


def test_staff_are_told_of_low_stock_and_failed_refunds() -> None:
    tell(LOW, event_id="evt_1")
    tell(NOT_REFUNDED, event_id="evt_2")
    assert [message.destinations["ToAddresses"] for message in mailbox()] == [[STAFF], [STAFF]]
    assert [message.subject for message in mailbox()] == ["Low stock: TS-RED-M", "A refund of $56.42 failed"]


def test_an_event_heard_twice_is_told_once() -> None:
    place_an_order()
    for event_id, event in enumerate(EVERY_EVENT):
        assert tell(event, event, event_id=f"evt_{event_id}") == []
        assert tell(event, event_id=f"evt_{event_id}") == []
    assert len(mailbox()) == len(EVERY_EVENT)


def test_a_mail_is_owed_and_the_event_heard_in_one_commit() -> None:
    tell(LOW)
    mail, *_ = mails()
    assert mail["id"].startswith("mail_")
    assert mail["facts"] == LOW.model_dump()


def test_a_crash_between_the_commit_and_the_sending_is_made_good(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(client("ses"), "send_email", crash)
        with pytest.raises(Crash):
            tell(LOW)
    assert tell(LOW) == []  # the queue delivers it again: it was heard
    assert mailbox() == []
    world.advance(minutes=4)
    run_the_clocks_lambda()
    assert mailbox() == []  # whoever began might still be sending
    world.advance(minutes=1)
    run_the_clocks_lambda()
    run_the_clocks_lambda()
    assert len(mailbox()) == 1
    assert mails()[0]["status"] == "sent"


def test_a_crash_after_the_sending_sends_again(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    send = client("ses").send_email

    def send_and_crash(**message: Any) -> None:
        send(**message)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(client("ses"), "send_email", send_and_crash)
        with pytest.raises(Crash):
            tell(LOW)
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert len(mailbox()) == 2  # at least once: twice beats never


def test_a_mail_that_two_sent_at_once_is_told_and_counted_once(
    monkeypatch: pytest.MonkeyPatch, world: Clock, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    """The sender took longer than the pause after which another begins."""
    send = client("ses").send_email

    def send_slowly(**message: Any) -> Any:
        monkeypatch.setattr(client("ses"), "send_email", send)
        world.advance(minutes=5)
        run_the_clocks_lambda()
        return send(**message)

    monkeypatch.setattr(client("ses"), "send_email", send_slowly)
    assert tell(LOW) == []
    assert (len(mailbox()), mails()[0]["status"]) == (2, "sent")
    told = [line["message"] for line in logs() if "mail_id" in line]
    assert told == ["mail_ended", "mail_sent_twice"]


def test_a_mail_service_that_is_away_fails_no_message_and_is_tried_later(
    world: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(client("ses"), "send_email", away)
        assert tell(LOW) == []
    assert mails()[0]["status"] == "owed"
    world.advance(minutes=5)
    run_the_clocks_lambda()
    assert mails()[0]["status"] == "sent"


def test_a_mail_about_an_order_that_is_gone_is_dropped() -> None:
    assert tell(PLACED) == []
    assert mailbox() == []
    assert mails()[0]["status"] == "dropped"


def test_no_row_of_ours_and_no_log_line_holds_a_persons_data(capsys: pytest.CaptureFixture[str]) -> None:
    place_an_order()
    for event_id, event in enumerate(EVERY_EVENT):
        tell(event, event_id=f"evt_{event_id}")
    kept = json.dumps(mails()) + capsys.readouterr().out
    for canary in (SHOPPER, "Doe", "Main St", "Oakland", "94607"):
        assert canary not in kept


def crash(**_: Any) -> None:
    raise Crash


def away(**_: Any) -> None:
    raise EndpointConnectionError(endpoint_url="https://email.eu-west-1.amazonaws.com")
