"""A refund did not arrive: what it was for may go back again; a dead order's money is sent once more."""

from events import RefundFailed
from functions import payments
from functions.orders import store
from functions.orders.note_refund import having_given_back
from functions.orders.order import Order
from functions.orders.send_back import REASONS, sending_back
from shared import ids, telemetry
from shared.dynamo import Write, commit, fetch
from shared.queue import News


def note_failed_refund(event: RefundFailed, news: News) -> None:
    """Free the units and the shipping it was for, and send a dead order's money back, as much of it as there is.

    What had arrived at first and came back counts as spent again.

    Staff ask for an amount and get it whole or a refusal. But who cancels an order counts on the refunds that are under
    way, so that one which is refused afterwards must not leave money behind: nobody will come to think of the order.
    """
    whole, account, refund = fetch(
        store.order_of_nobody(event.order_id),
        payments.account(event.order_id),
        payments.refund(event.order_id, event.refund_id),
    )
    is_left = refund is not None and refund.was_never_made and not refund.may_shrink
    money: tuple[Write, ...] = ()
    if whole.order.status in REASONS and is_left:
        refund_id = ids.derived_id("ref", "rest", event.refund_id)
        money = sending_back(event.amount, whole.order.status, account, refund_id, news.now)
    commit(*_freed(whole.order, refund, news), *money, news.heard)
    if money:
        telemetry.count("MoneySentBack")


def _freed(order: Order, refund: payments.Refund | None, news: News) -> tuple[Write, ...]:
    changed, totals = having_given_back(order, news)
    if refund is None or refund.parts == payments.Parts():
        return (*store.save_order(changed), *totals) if changed else ()
    freed = order.unrefunded(refund.parts, news.now)
    if changed:
        freed = freed.model_copy(update={"given_back": changed.given_back})
    return (*store.save_order(freed), *totals)
