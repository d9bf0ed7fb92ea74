"""Give money back for an order: an amount, or what some units of its lines cost."""

from collections import Counter

from functions import payments
from functions.orders import store
from functions.orders.inputs import NewRefund
from functions.orders.order import Order
from functions.orders.sold import Sold
from shared import ids
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Invalid, NotFound
from shared.http import Reply, Request
from shared.money import share


class NothingToRefund(Invalid):
    """Neither an amount nor anything that has a price."""

    code = "nothing_to_refund"

    def __init__(self) -> None:
        super().__init__("Name an amount, items or a shipping_amount.", param="amount")


class UnknownOrder(Invalid):
    """The body names an order that is not there."""

    code = "unknown_order"

    def __init__(self) -> None:
        super().__init__("No such order.", param="order_id")


def refund_order(body: NewRefund, request: Request) -> Reply[payments.RefundView]:
    """Raises RefundExceedsCaptured, UnknownLine, MoreThanLeft, NothingToRefund or UnknownOrder."""
    refund_id = ids.new_id("ref")
    units: Counter[str] = Counter()
    for item in body.items:
        units[item.line_item_id] += item.quantity

    def attempt() -> Reply[payments.RefundView]:
        try:
            _, whole, account = fetch(request.claim.read, store.order(body.order_id), payments.account(body.order_id))
        except NotFound:
            raise UnknownOrder from None
        refunded = whole.order.refunded(units, request.now)
        amount = body.amount or worth(whole.order, whole.sold, units) + body.shipping_amount
        if amount == 0:
            raise NothingToRefund
        if account is None:
            raise payments.RefundExceedsCaptured(amount, 0, whole.order.currency)
        refund, writes = payments.request_refund(
            account,
            None,
            refund_id=refund_id,
            amount=amount,
            currency=account.currency,
            reason=body.reason,
            now=request.now,
            note=body.note,
        )
        reply = Reply(payments.refund_view(refund), 201, version=refund.version)
        commit(*store.save_order(refunded), *writes, *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def worth(order: Order, sold: Sold, units: Counter[str]) -> int:
    """What these units cost, to the minor unit: a line's total shared over its units, the next ones not refunded yet.

    So the refunds of a line's units, in any portions, add up to the line's total.
    """
    so_far = {line.id: line.refunded for line in order.lines}
    amount = 0
    for line_item_id, quantity in units.items():
        line = sold.line(line_item_id)
        each = share(line.total, [1] * line.quantity)
        amount += sum(each[so_far[line_item_id] : so_far[line_item_id] + quantity])
    return amount
