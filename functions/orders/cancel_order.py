"""Cancel an order of which nothing has left: the stock is free, the sale is unbooked, the money goes back."""

from events import OrderCanceled
from functions import inventory, payments
from functions.orders import store
from functions.orders.customer_totals import uncounted
from functions.orders.inputs import Cancellation
from functions.orders.lifecycle import Status
from functions.orders.order import Order
from functions.orders.show import order_view
from functions.orders.views import OrderView
from shared import approvals, ids
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Reply, Request


def cancel_order(order_id: str, body: Cancellation, request: Request) -> Reply[OrderView]:
    """Raises WrongState, AlreadyShipped, VersionConflict, NotFound, or Forbidden for a key that may not move money."""

    def attempt() -> Reply[OrderView]:
        _, whole, account, reservation = fetch(
            request.claim.read, store.order(order_id), payments.account(order_id), inventory.reservation(order_id)
        )
        order = whole.order
        request.require_match(order.version)
        canceled, totals = uncounted(order.canceled(body.reason, request.now, request.principal))
        was_placed = order.status is Status.PLACED
        if was_placed and body.refund and account and account.refundable:
            request.require_scope(approvals.MONEY)
            if approvals.refund_waits(request, account.gone + account.refundable, account.currency):
                asked = approvals.Asked(order_id, approvals.MONEY, {"order_id": order_id})
                return approvals.ask(request, body, asked)
        said = OrderCanceled(order_id=order_id, reason=body.reason, was_placed=was_placed)
        was, shown = (order_view(each, whole.sold, account) for each in (order, canceled))
        reply = Reply(request.seen(shown), version=canceled.version)
        commit(
            *store.save_order(canceled, said),
            *totals,
            *(inventory.release(reservation, request.now, restock=body.restock) if reservation else ()),
            *(_undo_sale(order, body, account, request) if was_placed else _call_off(order_id, request)),
            *request.settle(reply, on=order_id, before=was, after=shown, reason=body.reason),
        )
        return reply

    return retry_stale(attempt)


def _call_off(order_id: str, request: Request) -> tuple[Write, ...]:
    return payments.request_void(payments.payments_of(order_id), request.now)


def _undo_sale(
    order: Order, body: Cancellation, account: payments.Account | None, request: Request
) -> tuple[Write, ...]:
    writes = payments.reverse_sale(order.id, **order.sale, now=request.now)
    if body.refund and account:
        reason = payments.RefundReason.ORDER_CANCELED
        writes += payments.request_refund_of_rest(
            account, refund_id=ids.new_id("ref"), reason=reason, now=request.now, by=request.principal
        )
    return writes
