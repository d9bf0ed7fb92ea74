"""/admin/payments: what staff see of payments. It only reads; refunds are asked for through the order."""

from functions.payments import store
from functions.payments.table import payment_of
from functions.payments.views import PaymentView, payment_view
from shared.errors import NotFound
from shared.http import Api, Listed, OrderId, PageQuery, Paging, Reply, Request

api = Api("payments")


class PaymentsQuery(PageQuery):
    """The payments of one order."""

    order_id: OrderId


@api.get("/admin/payments/<payment_id>", scope="payments:read")
def get_payment(request: Request, payment_id: str) -> Reply[PaymentView]:
    """Show a payment as the processor last told of it."""
    payment = store.find_payment(payment_id)
    if payment is None:
        raise NotFound("payment")
    return Reply(payment_view(payment), version=payment.version)


@api.get("/admin/payments", scope="payments:read")
def list_payments(request: Request, query: PaymentsQuery) -> Reply[Listed[PaymentView]]:
    """List the payments of an order, oldest first."""
    paging = Paging(request, query)
    page = store.page_of_payments(query.order_id, paging.limit, paging.after)
    views = [payment_view(payment_of(item)) for item in page.items]
    return Reply(Listed[PaymentView](data=views, **paging.next(page)))


handler = api.handler
