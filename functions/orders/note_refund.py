"""A refund arrived: its order counts for less in what its customer has spent."""

from events import RefundSucceeded
from functions import payments
from functions.orders import store
from functions.orders.customer_totals import recounted
from functions.orders.lifecycle import Status
from functions.orders.order import Order
from shared.dynamo import Write, commit, fetch
from shared.queue import News


def note_refund(event: RefundSucceeded, news: News) -> None:
    """Take off what the order's account has given back by now."""
    (whole,) = fetch(store.order_of_nobody(event.order_id))
    changed, totals = having_given_back(whole.order, news)
    commit(*(store.save_order(changed) if changed else ()), *totals, news.heard)


def having_given_back(order: Order, news: News) -> tuple[Order | None, tuple[Write, ...]]:
    """The order's next version, in which as much has gone back as its account says; None of one that counts nowhere.

    order: read before this is called. The account says what is true by now, so that news may come twice and in any
    order. It is read after the order, which is written by everybody who has looked, also where nothing is new: whoever
    saw an older account, and is late with it, finds that the order has moved on.
    """
    if order.status not in (Status.PENDING, Status.PLACED):  # the news of its payment may be the later ones
        return None, ()
    (account,) = fetch(payments.account(order.id))
    changed = order.having_given_back(account.refunded if account else 0, news.now)
    return changed, recounted(order, changed)
