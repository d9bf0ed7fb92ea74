"""A shopper gives up an order that nobody has paid: its stock is free at once, and its payment is called off."""

from events import OrderCanceled
from functions import customers, inventory, payments
from functions.orders import store
from functions.orders.lifecycle import Status, WrongState
from functions.orders.show import store_order_view
from functions.orders.views import StoreOrderView
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def give_up_order(order_id: str, request: Request) -> Reply[StoreOrderView]:
    """The canceled order; money that was faster goes back once its news is here.

    Raises WrongState unless it is pending, VersionConflict or NotFound.
    """

    def attempt() -> Reply[StoreOrderView]:
        _, _, whole, account, reservation = fetch(
            customers.signed_in(request),
            request.claim.read,
            store.order_for(request, order_id),
            payments.account(order_id),
            inventory.reservation(order_id),
        )
        request.require_match(whole.order.version)
        if whole.order.status is not Status.PENDING:
            raise WrongState(whole.order.status, "its shopper can no longer cancel it")
        canceled = whole.order.canceled("customer", request.now)
        reply = Reply(store_order_view(canceled, whole.sold, account), version=canceled.version)
        commit(
            *store.save_order(canceled, OrderCanceled(order_id=order_id, reason="customer", was_placed=False)),
            *(inventory.release(reservation, request.now) if reservation else ()),
            *payments.request_void(payments.payments_of(order_id), request.now),
            *request.claim.settle(reply),
        )
        return reply

    return retry_stale(attempt)
