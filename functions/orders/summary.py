"""Show staff what a customer has bought, in figures."""

from functions.orders import store
from functions.orders.customer_totals import totals_of
from functions.orders.lifecycle import Status
from functions.orders.views import OrderSummary, SpentView
from shared.dynamo import fetch
from shared.http import Between, Reply


def summary_of(customer_id: str) -> Reply[OrderSummary]:
    """What the customer has bought; nothing where there is no such customer. The last order's time is by the list of
    their orders, newest first, which may be a second old.
    """
    (totals,) = fetch(totals_of(customer_id))
    last, _ = store.page_of_orders(
        store.orders_of_customer(customer_id),
        Between(),
        lambda whole: whole.order.status is Status.PLACED and whole.order.customer_id == customer_id,
        newest_first=True,
        limit=1,
        after=None,
    )
    spent = [SpentView(currency=currency, amount=amount) for currency, amount in totals.spent.items()]
    at = last[0].order.placed_at if last else None
    return Reply(OrderSummary(customer_id=customer_id, orders=totals.orders, spent=spent, last_order_at=at))
