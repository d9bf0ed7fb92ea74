"""Money for an order that is no more goes back to who paid it."""

from datetime import datetime

from functions import payments
from functions.orders.lifecycle import Status
from shared.dynamo import Write

REASONS = {
    Status.EXPIRED: payments.RefundReason.ORDER_EXPIRED,
    Status.CANCELED: payments.RefundReason.ORDER_CANCELED,
}


def sending_back(
    amount: int, status: Status, account: payments.Account | None, refund_id: str, now: datetime
) -> tuple[Write, ...]:
    """The writes of a refund of this amount, or of as much of it as is left; none where all went back already.

    `status` is the order's, one of `REASONS`. `refund_id` is the same each time the news arrive.
    """
    if account is None:
        return ()
    return payments.request_refund_up_to(account, amount, refund_id=refund_id, reason=REASONS[status], now=now)
