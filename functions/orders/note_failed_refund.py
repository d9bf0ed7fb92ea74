"""A refund that staff asked for was refused as too much: if its order has died meanwhile, what is left goes back."""

from events import RefundFailed
from functions import payments
from functions.orders import store
from functions.orders.send_back import REASONS, send_back
from shared import ids
from shared.dynamo import commit, fetch
from shared.queue import News


def note_failed_refund(event: RefundFailed, news: News) -> None:
    """Send back as much of it as there is, where nobody will come to think of the order again.

    Staff ask for an amount and get it whole or a refusal. But who cancels an order counts on the refunds that are under
    way, so that one which is refused afterwards must not leave money behind.
    """
    whole, account, refund = fetch(
        store.order(event.order_id),
        payments.account(event.order_id),
        payments.refund(event.order_id, event.refund_id),
    )
    is_left = refund is not None and refund.was_never_made and not refund.may_shrink
    if whole.order.status in REASONS and is_left:
        send_back(event, whole.order.status, account, ids.derived_id("ref", "rest", event.refund_id), news)
    else:
        commit(news.heard)
