"""Place an order that is free, once it is known to be meant: its shopper has read the letter, or staff speak for it.

Else a stranger could have letters sent to anybody, and take stock for nothing.
"""

from functions import inventory, payments
from functions.orders import store
from functions.orders.confirm_token import confirms
from functions.orders.inputs import Confirmation
from functions.orders.lifecycle import Status, check
from functions.orders.order import Order
from functions.orders.place_order import placing
from functions.orders.show import order_view, store_order_view
from functions.orders.views import OrderView, StoreOrderView
from shared import telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.errors import NotFound, Refused, Stale
from shared.http import Reply, Request


class NotHeld(Refused):
    """It waits for nothing that anybody could release; its money alone places it."""

    code = "not_held"

    def __init__(self) -> None:
        super().__init__("The order waits for its payment; nothing else holds it.")


def confirm_order(order_id: str, body: Confirmation, request: Request) -> Reply[StoreOrderView]:
    """The placed order, for who has the letter's token; a link that is opened twice is no mistake.

    Raises WrongState where the order is no more, VersionConflict, or NotFound for another token.
    """
    if not confirms(order_id, body.token, request.now):
        raise NotFound

    def attempt() -> Reply[StoreOrderView]:
        whole, account, reservation = fetch(
            store.order(order_id), payments.account(order_id), inventory.reservation(order_id)
        )
        request.require_match(whole.order.version)
        if whole.order.status is Status.PLACED:
            return Reply(store_order_view(whole.order, whole.sold, account), version=whole.order.version)
        placed, writes = _released(whole, reservation, request, "confirmed")
        commit(*writes)
        telemetry.count("OrdersPlaced")
        return Reply(store_order_view(placed, whole.sold, account), version=placed.version)

    return retry_stale(attempt)


def release_order(order_id: str, request: Request) -> Reply[OrderView]:
    """The placed order. Raises WrongState, NotHeld, VersionConflict or NotFound."""

    def attempt() -> Reply[OrderView]:
        _, whole, account, reservation = fetch(
            request.claim.read, store.order(order_id), payments.account(order_id), inventory.reservation(order_id)
        )
        request.require_match(whole.order.version)
        placed, writes = _released(whole, reservation, request, "released")
        was, shown = (order_view(each, whole.sold, account) for each in (whole.order, placed))
        reply = Reply(request.seen(shown), version=placed.version)
        commit(*writes, *request.settle(reply, on=order_id, before=was, after=shown))
        telemetry.count("OrdersPlaced")
        return reply

    return retry_stale(attempt)


def _released(
    whole: store.Whole, reservation: inventory.Reservation | None, request: Request, asked: str
) -> tuple[Order, tuple[Write, ...]]:
    check(whole.order.status, Status.PLACED, asked)
    if not whole.order.holds:
        raise NotHeld
    if reservation is None:
        raise Stale
    return placing(whole.order, whole.sold, reservation, store.next_number(), request.now)
