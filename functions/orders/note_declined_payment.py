"""A try to pay was refused: an order that waited for a bank's answer goes back to the time that a shopper gets."""

from datetime import timedelta

from events import PaymentFailed
from functions import inventory
from functions.orders import store
from functions.orders.complete_cart import CheckoutSettings
from functions.orders.lifecycle import Status
from shared import clock
from shared.dynamo import commit, fetch
from shared.queue import News
from shared.settings import read_settings


def note_declined_payment(event: PaymentFailed, news: News) -> None:
    """The shopper may try another card for as long as at the checkout; then the order expires."""
    whole, reservation = fetch(store.order_of_nobody(event.order_id), inventory.reservation(event.order_id))
    order = whole.order
    until = news.now + timedelta(minutes=read_settings(CheckoutSettings).hold_minutes)
    is_waiting = order.status is Status.PENDING and order.is_extended and reservation
    if not is_waiting or not order.reserved_until or clock.parse(order.reserved_until) <= until:
        commit(news.heard)
        return
    assert reservation
    commit(
        *store.save_order(order.waiting_until(until, news.now)),
        *inventory.extend(reservation, until, news.now),
        news.heard,
    )
