"""What staff and their systems do with orders: `/admin/orders`, `/admin/refunds`, `/admin/carts_to_approve`."""

from functions import jobs, payments
from functions.fulfillment import FulfillmentView
from functions.orders import store
from functions.orders.approve_cart import list_waiting
from functions.orders.bulk_orders import cancel_orders, ship_orders
from functions.orders.cancel_order import cancel_order
from functions.orders.change_notes import add_note, delete_note
from functions.orders.confirm_order import release_order
from functions.orders.export_orders import export_orders
from functions.orders.fulfill_items import fulfill_items
from functions.orders.inputs import (
    BulkCancellation,
    BulkShipment,
    Cancellation,
    NewFulfillment,
    NewNote,
    NewRefund,
    OrderExport,
    OrderQuery,
    SummaryQuery,
    WaitingQuery,
)
from functions.orders.list_orders import list_orders
from functions.orders.refund_order import refund_order
from functions.orders.revoke_tokens import revoke_tokens
from functions.orders.show import order_view
from functions.orders.summary import summary_of
from functions.orders.table import SPEC
from functions.orders.timeline import Timeline, timeline_of
from functions.orders.views import CartToApprove, DeletedNote, NoteView, OrderSummary, OrderView
from shared.dynamo import fetch
from shared.http import Api, Listed, Reply, Request

api = Api("orders", SPEC)


@api.get("/admin/orders", scope="orders:read")
def get_orders(request: Request, query: OrderQuery) -> Reply[Listed[OrderView]]:
    """List orders, newest first."""
    return list_orders(query, request)


@api.post("/admin/orders/export", action="orders.export", status=202, scope="orders:read")
def export(request: Request, body: OrderExport) -> Reply[jobs.JobView]:
    """Write all orders, or those of a time or a status, into one file, as a job; its result is for a week."""
    return export_orders(body, request)


@api.post("/admin/orders/ship", action="orders.ship", status=202, scope="fulfillment:write", is_key_required=True)
def ship_many(request: Request, body: BulkShipment) -> Reply[jobs.JobView]:
    """Ship all that is left of up to 500 orders from a location, as a job; its result tells what became of each."""
    return ship_orders(body, request)


@api.post("/admin/orders/cancel", action="orders.cancel", status=202, scope="orders:write", is_key_required=True)
def cancel_many(request: Request, body: BulkCancellation) -> Reply[jobs.JobView]:
    """Cancel up to 500 orders, as a job; its result tells what became of each. What waits for a second person stays.

    Where `refund` is not false, the key needs the scope `payments:write` besides.
    """
    return cancel_orders(body, request)


@api.get("/admin/orders/summary", scope="orders:read")
def get_summary(request: Request, query: SummaryQuery) -> Reply[OrderSummary]:
    """Show what a customer has bought: how many orders, for how much by currency, and when the last one was placed."""
    return summary_of(query.customer_id)


@api.get("/admin/orders/<order_id>", scope="orders:read")
def get_order(request: Request, order_id: str) -> Reply[OrderView]:
    """Show an order."""
    whole, account = fetch(store.order(order_id), payments.account(order_id))
    shown = request.seen(order_view(whole.order, whole.sold, account))
    return Reply(shown, version=whole.order.version)


@api.get("/admin/orders/<order_id>/timeline", scope="orders:read")
def get_timeline(request: Request, order_id: str) -> Reply[Timeline]:
    """Show everything that happened to an order, its payments and its shipments, oldest first."""
    return timeline_of(order_id)


@api.post("/admin/orders/<order_id>/notes", action="order_note.create", status=201, scope="orders:write")
def create_note(request: Request, body: NewNote, order_id: str) -> Reply[NoteView]:
    """Note something on an order for other staff, who see it in its timeline; shoppers never do."""
    return add_note(order_id, body, request)


@api.delete("/admin/orders/<order_id>/notes/<note_id>", action="order_note.delete", scope="orders:write")
def remove_note(request: Request, order_id: str, note_id: str) -> Reply[DeletedNote]:
    """Take a note away."""
    return delete_note(order_id, note_id, request)


@api.post(
    "/admin/orders/<order_id>/cancel", action="order.cancel", may_wait=True, scope="orders:write", is_key_required=True
)
def cancel(request: Request, body: Cancellation, order_id: str) -> Reply[OrderView]:
    """Cancel an order of which nothing was shipped; what was paid goes back unless `refund` is false.

    Where money goes back, the key needs the scope `payments:write` besides.
    """
    return cancel_order(order_id, body, request)


@api.post("/admin/orders/<order_id>/release", action="order.release", scope="orders:write", is_key_required=True)
def release(request: Request, order_id: str) -> Reply[OrderView]:
    """Place an order with nothing to pay that its shopper has not confirmed."""
    return release_order(order_id, request)


@api.post("/admin/orders/<order_id>/revoke_tokens", action="order_tokens.revoke", scope="orders:write")
def revoke(request: Request, order_id: str) -> Reply[OrderView]:
    """Take back every token that opens the order, its cart's too: a letter went astray, or a link was passed on.

    Its customer still sees it, signed in; letters that go out later have links that count.
    """
    return revoke_tokens(order_id, request)


@api.post(
    "/admin/orders/<order_id>/fulfillments",
    action="fulfillment.create",
    status=201,
    scope="fulfillment:write",
    is_key_required=True,
)
def create_fulfillment(request: Request, body: NewFulfillment, order_id: str) -> Reply[FulfillmentView]:
    """Ship some of an order from a location."""
    return fulfill_items(order_id, body, request)


@api.post(
    "/admin/refunds", action="refund.create", may_wait=True, status=201, scope="payments:write", is_key_required=True
)
def create_refund(request: Request, body: NewRefund) -> Reply[payments.RefundView]:
    """Give money back for an order. It is `pending` until the processor has done it."""
    return refund_order(body, request)


@api.get("/admin/carts_to_approve", scope="orders:read")
def get_waiting_carts(request: Request, query: WaitingQuery) -> Reply[Listed[CartToApprove]]:
    """List the carts that wait for the word of a company's admins: who waits longest first."""
    return list_waiting(query, request)


@api.get("/admin/refunds", scope="payments:read")
def get_refunds(request: Request, query: payments.RefundQuery) -> Reply[Listed[payments.RefundView]]:
    """List refunds, newest first: all, those of an order, those of a day."""
    return payments.list_refunds(request, query)


@api.get("/admin/refunds/<refund_id>", scope="payments:read")
def get_refund(request: Request, refund_id: str) -> Reply[payments.RefundView]:
    """Show a refund as the processor last told of it."""
    return payments.show_refund(refund_id)


handler = api.handler
