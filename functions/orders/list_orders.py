"""List orders, newest first, a page at a time."""

from functions import payments
from functions.orders import store
from functions.orders.inputs import OrderQuery
from functions.orders.show import order_view
from functions.orders.views import OrderView
from shared.dynamo import fetch
from shared.errors import Invalid
from shared.http import Listed, Paging, Reply, Request


class WrongRange(Invalid):
    """A time that ends before it begins, which the database would not even look up."""

    status = 400
    code = "invalid_range"

    def __init__(self) -> None:
        super().__init__("`created_at[lte]` is before `created_at[gte]`.", param="created_at[lte]")


def list_orders(query: OrderQuery, request: Request) -> Reply[Listed[OrderView]]:
    """The page that the query asks for. Orders that left the wanted status a moment ago are left out of it.

    Raises WrongRange or BadCursor.
    """
    paging = Paging(request, query)
    created = (query.created_at_gte, query.created_at_lte)
    if created[0] and created[1] and created[0] > created[1]:
        raise WrongRange
    wholes, page = store.page_of_orders(query.status, paging.limit, paging.after, created)
    accounts: dict[str, payments.Account] = {}
    if wholes:
        (accounts,) = fetch(payments.accounts([whole.order.id for whole in wholes]))
    shown = [order_view(whole.order, whole.sold, accounts.get(whole.order.id)) for whole in wholes]
    return Reply(Listed(data=shown, **paging.next(page)))
