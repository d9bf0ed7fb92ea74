"""Which mail an event causes, and when it is tried: without any cloud."""

from datetime import datetime, timedelta

import pytest

from events import ConsentRequested, Event, FulfillmentDelivered, FulfillmentReturned
from functions.notifications.lifecycle import Status
from functions.notifications.mail import TRIES_MAX, Kind, caused_by, owed
from functions.notifications.table import mail_item, mail_of
from shared.clock import parse
from tests.notifications.builders import CANCELED, LOW, NOT_REFUNDED, ORDER, PENDING, PLACED, REFUNDED, shipped
from tests.world import NOON

LATE = REFUNDED.model_copy(update={"reason": "order_expired"})


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (PENDING, Kind.CONFIRMATION_REQUEST),
        (PENDING.model_copy(update={"total": 1}), None),
        (PLACED, Kind.ORDER_CONFIRMATION),
        (shipped(), Kind.SHIPPING_CONFIRMATION),
        (shipped(notify_customer=False), None),
        (REFUNDED, Kind.REFUND_CONFIRMATION),
        (LATE, Kind.LATE_PAYMENT_REFUND),
        (CANCELED, Kind.ORDER_CANCELLATION),
        (CANCELED.model_copy(update={"was_placed": False}), None),
        (LOW, Kind.STOCK_ALERT),
        (NOT_REFUNDED, Kind.REFUND_ALERT),
        (FulfillmentDelivered(fulfillment_id="ful_1", order_id=ORDER, items=[]), Kind.REVIEW_REQUEST),
        (ConsentRequested(customer_id="cus_1", consent_id="con_1"), Kind.CONSENT_REQUEST),
        (FulfillmentReturned(fulfillment_id="ful_1", order_id=ORDER, items=[], was_delivered=True), None),
    ],
)
def test_an_event_causes_its_mail(event: Event, kind: Kind | None) -> None:
    caused = caused_by(event)
    assert (caused[0] if caused else None) is kind


def test_a_refund_tells_its_amount() -> None:
    assert caused_by(REFUNDED) == (
        Kind.REFUND_CONFIRMATION,
        {"order_id": ORDER, "amount": 5642, "currency": "USD"},
    )


def test_the_same_event_owes_the_same_mail_and_another_kind_another() -> None:
    first, again = (owed("evt_1", Kind.STOCK_ALERT, {}, NOON) for _ in range(2))
    assert first.id == again.id
    assert owed("evt_1", Kind.REFUND_ALERT, {}, NOON).id != first.id
    assert owed("evt_2", Kind.STOCK_ALERT, {}, NOON).id != first.id


def test_the_pauses_grow_from_five_minutes_to_six_hours_and_end() -> None:
    mail, now = owed("evt_1", Kind.STOCK_ALERT, {}, NOON), NOON
    pauses: list[timedelta] = []
    while mail.next_try_at:
        pauses.append(parse(mail.next_try_at) - now)
        now = parse(mail.next_try_at)
        mail = mail.tried_again(now)
    assert pauses == [timedelta(minutes=m) for m in (5, 10, 20, 40, 80, 160, 320, 360, 360, 360, 360, 360)]
    assert (mail.tries, mail.status) == (TRIES_MAX, Status.FAILED)


def test_a_mail_is_stored_and_loaded_whole() -> None:
    mail = owed("evt_1", Kind.REFUND_CONFIRMATION, {"order_id": ORDER, "amount": 1, "currency": "USD"}, NOON)
    for each in (mail, mail.sent(NOON), mail.tried_again(NOON)):
        assert mail_of(mail_item(each)) == each


def test_only_a_mail_that_is_owed_stands_in_the_index() -> None:
    mail = owed("evt_1", Kind.STOCK_ALERT, {}, NOON)
    assert "owed" in mail_item(mail)
    assert "owed" not in mail_item(mail.sent(NOON))
    assert mail_item(mail)["ttl"] > datetime(2027, 11, 22, tzinfo=NOON.tzinfo).timestamp()
