"""A customer's orders: their history, and what they bought before they had an account."""

from functools import partial

from functions import customers, payments
from functions.orders import store
from functions.orders.customer_totals import counted
from functions.orders.show import own_order_view
from functions.orders.store import Whole, email_keys
from functions.orders.views import ClaimedOrders, OwnOrderView
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Between, CreatedWithin, Listed, Paging, Reply, Request

CLAIMED_MAX = 25  # orders a request: each is a commit of its own, and a shopper waits


def list_own_orders(query: CreatedWithin, request: Request) -> Reply[Listed[OwnOrderView]]:
    """A page of the orders of the customer who asks, newest first. Raises NotSignedIn, WrongRange or BadCursor."""
    paging = Paging(request, query)
    fetch(customers.signed_in(request))
    wholes, page = store.page_of_orders(
        store.orders_of_customer(request.principal),
        query.created,
        lambda whole: whole.order.customer_id == request.principal,
        newest_first=True,
        limit=paging.limit,
        after=paging.after,
    )
    accounts: dict[str, payments.Account] = {}
    if wholes:
        (accounts,) = fetch(payments.accounts([whole.order.id for whole in wholes]))
    shown = [own_order_view(whole.order, whole.sold, accounts.get(whole.order.id)) for whole in wholes]
    return Reply(Listed(data=shown, **paging.next(page)))


def claim_orders(request: Request) -> Reply[ClaimedOrders]:
    """The orders of guests that were made with the customer's own address are theirs from now on.

    Whoever has signed in and verified the address reads its mail, and so has the tokens of these orders anyway. An
    order that is a customer's stays theirs. Asked again, it takes what came meanwhile.

    Raises NotSignedIn or EmailNotVerified.
    """
    _, emails = fetch(customers.signed_in(request), customers.verified_emails(request.principal))
    if not emails:
        raise customers.EmailNotVerified
    keys = [key for email in emails for key in email_keys(email)]
    found, has_more = _unclaimed(keys)
    claimed = [order_id for order_id in found if retry_stale(partial(_claim, order_id, keys, request))]
    if claimed:
        telemetry.note("orders_claimed", customer_id=request.principal, orders=len(claimed))
    return Reply(ClaimedOrders(claimed=claimed, has_more=has_more))


def _unclaimed(keys: list[str]) -> tuple[list[str], bool]:
    """Orders of the addresses that are nobody's, by a list that may be a second old; and whether there are more."""
    found: list[Whole] = []
    for key in keys:
        more, page = store.page_of_orders(
            store.orders_of(key),
            Between(),
            lambda whole: whole.order.customer_id is None,
            newest_first=True,
            limit=CLAIMED_MAX - len(found),
            after=None,
        )
        found += more
        if page.next_key or len(found) == CLAIMED_MAX:
            return [whole.order.id for whole in found], True
    return [whole.order.id for whole in found], False


def _claim(order_id: str, keys: list[str], request: Request) -> bool:
    """Decided by the order as it is now."""
    (whole,) = fetch(store.order(order_id))
    if whole.order.customer_id is not None or whole.order.email_key not in keys:
        return False
    claimed, totals = counted(whole.order.claimed(request.principal, request.now))
    commit(*store.save_order(claimed), *totals)
    return True
