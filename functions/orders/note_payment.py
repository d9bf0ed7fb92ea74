"""The money for an order has arrived: place the order, or, where the order is no more, send the money back."""

from events import PaymentCaptured
from functions import inventory, payments
from functions.orders import store
from functions.orders.lifecycle import Status
from functions.orders.place_order import placing
from functions.orders.send_back import REASONS, sending_back
from shared import ids, telemetry
from shared.dynamo import commit, fetch
from shared.queue import News


def note_payment(event: PaymentCaptured, news: News) -> None:
    """An order is paid and kept, or its money goes back; never neither."""
    whole, account, reservation = fetch(
        store.order_of_nobody(event.order_id), payments.account(event.order_id), inventory.reservation(event.order_id)
    )
    order = whole.order
    if order.status in REASONS:
        refund_id = ids.derived_id("ref", "late", event.payment_id)
        writes = sending_back(event.amount, order.status, account, refund_id, news.now)
        commit(*writes, news.heard)
        telemetry.count("MoneySentBack" if writes else "MoneyBackAlready")
    elif order.status is Status.PENDING and account and reservation and account.captured >= order.total:
        _, writes = placing(order, whole.sold, reservation, store.next_number(), news.now)
        commit(*writes, news.heard)
        telemetry.count("OrdersPlaced")
        telemetry.measure("SecondsToPlaced", news.age_s())
    else:  # a part of the money, or news of an order that is placed already
        commit(news.heard)
