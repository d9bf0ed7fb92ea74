"""A letter of an order once more: once for each key, on the record, and only where somebody should get it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.lifecycle import Status
from functions.notifications.mail import AGAIN_MOST, Kind, Mail, NotSentAgain, SentAgainEnough, StillOwed
from functions.notifications.table import mail_item, mail_key, mail_of, with_its_order
from functions.notifications.views import masked
from shared.clock import stamp
from tests.approvals.office import Office
from tests.in_process import shop as in_process
from tests.notifications.builders import mailbox
from tests.world import NOON

ORDER = "order_01JD0000000000000000000001"
SENT = Mail(
    "mail_1", Kind.ORDER_CONFIRMATION, {"order_id": ORDER}, Status.SENT, 1, stamp(NOON), None, stamp(NOON), version=2
)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with in_process(monkeypatch) as shop:
        yield Office(shop)


def confirmation(office: Office, order_id: str, **by: Any) -> Any:
    """What an order's buyer was written, the only letter."""
    status, found, _ = office.ann.ask("GET", f"/admin/mails?order_id={order_id}")
    assert status == 200, found
    [only] = found["data"]
    return only


def test_it_goes_to_the_same_address_once_and_the_log_tells_who_sent_it(office: Office) -> None:
    order_id = office.paid()
    office.shop.pump()
    first = confirmation(office, order_id)
    assert (first["kind"], first["status"], first["may_go_again"]) == ("order_confirmation", "sent", True)
    before, path = len(mailbox()), f"/admin/mails/{first['id']}/resend"
    answers = [office.ann.ask("POST", path, Idempotency_Key="one")[:2] for _ in range(2)]
    assert answers[0] == answers[1]
    status, again = answers[0]
    assert (status, again["again_of"], again["by"]) == (201, first["id"], office.ann.id)
    sent = mailbox()[before:]
    assert [each.destinations["ToAddresses"] for each in sent] == [[first["to"]]]
    assert sent[0].subject == mailbox()[before - 1].subject
    _, listed, _ = office.ann.ask("GET", f"/admin/mails?order_id={order_id}")
    assert {each["id"]: each["status"] for each in listed["data"]} == {first["id"]: "sent", again["id"]: "sent"}
    [entry] = [each for each in office.log(f"object={order_id}") if each["action"] == "mail.resend"]
    assert entry["actor"]["id"] == office.ann.id


def test_who_may_not_see_persons_sees_no_address(office: Office) -> None:
    order_id = office.paid()
    office.shop.pump()
    whole = confirmation(office, order_id)["to"]
    _, found, _ = office.key("orders:write").ask("GET", f"/admin/mails?order_id={order_id}")
    assert [each["to"] for each in found["data"]] == [masked(whole)]
    assert whole not in str(found)


def test_nobody_is_written_to_who_was_forgotten(office: Office) -> None:
    order_id = office.paid()
    office.shop.pump()
    letter = confirmation(office, order_id)
    office.shop.admin("POST", f"/admin/orders/{order_id}/cancel", {"refund": True})
    office.shop.pump()
    status, _, _ = office.ann.ask("POST", "/admin/erasures", {"order_id": order_id})
    assert status in (201, 202)
    for _ in range(2):
        office.shop.clock.advance(minutes=5)
        office.shop.run("privacy.erase_people")
    office.shop.pump()
    before = len(mailbox())
    status, refused, _ = office.ann.ask("POST", f"/admin/mails/{letter['id']}/resend")
    assert (status, refused["error"]["code"]) == (409, "nobody_to_write_to")
    assert len(mailbox()) == before
    _, found, _ = office.ann.ask("GET", f"/admin/mails?order_id={order_id}")
    assert {(each["to"], each["may_go_again"]) for each in found["data"]} == {(None, False)}


def test_what_is_owed_or_needs_a_consent_is_not_sent_again() -> None:
    with pytest.raises(StillOwed):
        replace(SENT, status=Status.OWED).again("mail_2", "staff_1", NOON, [])
    for kind in (Kind.REVIEW_REQUEST, Kind.TICKET_ANSWER, Kind.STOCK_ALERT):
        with pytest.raises(NotSentAgain):
            replace(SENT, kind=kind).again("mail_2", "staff_1", NOON, [])


def test_no_inbox_is_flooded() -> None:
    lately = [replace(SENT, id=f"mail_{n}", again_of="mail_1") for n in range(AGAIN_MOST)]
    with pytest.raises(SentAgainEnough):
        SENT.again("mail_9", "staff_1", NOON + timedelta(hours=23), lately)
    assert SENT.again("mail_9", "staff_1", NOON + timedelta(hours=25), lately).again_of == "mail_1"
    assert SENT.again("mail_9", "staff_1", NOON, [SENT, *lately[1:]]).status is Status.OWED


def test_a_mail_of_an_earlier_release_gets_into_its_orders_list() -> None:
    item = {name: value for name, value in mail_item(SENT).items() if name != "order_id"}
    assert with_its_order(item) == mail_item(SENT)
    alert = mail_item(replace(SENT, kind=Kind.REFUND_ALERT))
    assert with_its_order(alert) == alert
    again = replace(SENT, again_of="mail_0", by="staff_1")
    assert mail_of(mail_item(again)) == again
    heard = {"pk": "HEARD#1", "sk": "HEARD"}
    assert with_its_order(heard) == heard
    assert mail_key("mail_1") == (item["pk"], item["sk"])


def test_a_masked_address_tells_nobody() -> None:
    assert masked("jane@example.com") == "j…@…com"
