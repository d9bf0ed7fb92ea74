"""List orders, a page at a time, as they stand now."""

from functions import payments
from functions.orders.find_orders import find_orders
from functions.orders.inputs import OrderQuery
from functions.orders.show import order_view
from functions.orders.views import OrderView
from shared.dynamo import fetch
from shared.http import Listed, Paging, Reply, Request, persons


def list_orders(query: OrderQuery, request: Request) -> Reply[Listed[OrderView]]:
    """The page that the query asks for. An order that left the wanted status a moment ago makes room for the next.

    Raises WrongRange, BadCursor, or Forbidden for who may not see whose e-mail address it is.
    """
    if query.email:
        request.require_scope(persons.SCOPE)
    paging = Paging(request, query)
    wholes, page = find_orders(query, paging.limit, paging.after)
    accounts: dict[str, payments.Account] = {}
    if wholes:
        (accounts,) = fetch(payments.accounts([whole.order.id for whole in wholes]))
    views = [order_view(whole.order, whole.sold, accounts.get(whole.order.id)) for whole in wholes]
    return Reply(Listed(data=[request.seen(view) for view in views], **paging.next(page)))
