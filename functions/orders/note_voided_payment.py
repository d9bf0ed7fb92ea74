"""A payment was given up: an order that waits for it will never be paid, and ends at once."""

from events import OrderCanceled, PaymentVoided
from functions import inventory, payments
from functions.orders import store
from functions.orders.lifecycle import Status
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.queue import News


def note_voided_payment(event: PaymentVoided, news: News) -> None:
    """Cancel the order and free its stock; nothing where it is over, or where the money was faster after all."""
    whole, account, reservation = fetch(
        store.order_of_nobody(event.order_id), payments.account(event.order_id), inventory.reservation(event.order_id)
    )
    if whole.order.status is not Status.PENDING or account is None or not account.is_void:
        commit(news.heard)
        return
    canceled = whole.order.canceled("other", news.now, by="processor")
    said = OrderCanceled(order_id=event.order_id, reason="other", was_placed=False)
    stock = inventory.release(reservation, news.now) if reservation else ()
    commit(*store.save_order(canceled, said), *stock, news.heard)
    telemetry.count("OrdersGivenUp")
