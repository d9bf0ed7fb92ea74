"""Money for an order that is no more goes back to who paid it."""

from events import PaymentCaptured, RefundFailed
from functions import payments
from functions.orders.lifecycle import Status
from shared import telemetry
from shared.dynamo import commit
from shared.queue import News

REASONS = {Status.EXPIRED: "order_expired", Status.CANCELED: "order_canceled"}


def send_back(
    event: PaymentCaptured | RefundFailed, status: Status, account: payments.Account | None, refund_id: str, news: News
) -> None:
    """Ask for a refund of the event's amount, or of as much of it as is left; of nothing where all went back already.

    `status` is the order's, one of `REASONS`. `refund_id` is the same each time the news arrive.
    """
    if account is None or account.refundable <= 0:
        commit(news.heard)
        return
    _, writes = payments.request_refund(
        account,
        event.payment_id,
        refund_id=refund_id,
        amount=min(event.amount, account.refundable),
        currency=event.currency,
        reason=REASONS[status],
        now=news.now,
    )
    commit(*writes, news.heard)
    telemetry.count("MoneySentBack")
