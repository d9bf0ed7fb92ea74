"""A refund that staff asked for was refused as too much: if its order has died meanwhile, what is left goes back."""

from events import RefundFailed
from functions import payments
from functions.orders import store
from functions.orders.note_payment import LATE
from shared import ids, telemetry
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
    order = whole.order
    is_left = refund is not None and refund.was_never_made and not refund.may_shrink
    if order.status not in LATE or not is_left or account is None or account.refundable <= 0:
        commit(news.heard)
        return
    _, writes = payments.request_refund(
        account,
        event.payment_id,
        refund_id=ids.derived_id("ref", "rest", event.refund_id),
        amount=min(event.amount, account.refundable),
        currency=event.currency,
        reason=LATE[order.status],
        now=news.now,
    )
    commit(*writes, news.heard)
    telemetry.count("RefundsAskedForAgain")
