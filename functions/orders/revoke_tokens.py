"""Take back the tokens that open an order: its link went to somebody else, or lies about where it should not."""

from functions import payments
from functions.orders import store
from functions.orders.show import order_view
from functions.orders.views import OrderView
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def revoke_tokens(order_id: str, request: Request) -> Reply[OrderView]:
    """No token that was made by now opens the order any more, its own or its cart's; its customer's session does.

    Later letters link to it by new ones. Raises VersionConflict or NotFound.
    """

    def attempt() -> Reply[OrderView]:
        _, whole, account = fetch(request.claim.read, store.order(order_id), payments.account(order_id))
        request.require_match(whole.order.version)
        revoked = whole.order.without_tokens(request.now)
        was, shown = (order_view(each, whole.sold, account) for each in (whole.order, revoked))
        reply = Reply(request.seen(shown), version=revoked.version)
        commit(*store.save_order(revoked), *request.settle(reply, on=order_id, before=was, after=shown))
        return reply

    return retry_stale(attempt)
