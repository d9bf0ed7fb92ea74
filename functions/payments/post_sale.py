"""The sale in the ledger: posted when an order is placed, reversed when a placed order is canceled."""

from datetime import datetime

from functions.payments import ledger, staged
from shared.dynamo import Write


def post_sale(
    order_id: str, *, revenue: int, tax: int, shipping: int, currency: str, now: datetime
) -> tuple[Write, ...]:
    """The row that makes the shopper owe the order's total: revenue (less discounts) + tax + shipping, in minor units.

    An order has one sale; posted again, the commit raises Stale.
    """
    return (staged.post(order_id, ledger.sale(revenue, tax, shipping, currency), now),)


def reverse_sale(
    order_id: str, *, revenue: int, tax: int, shipping: int, currency: str, now: datetime
) -> tuple[Write, ...]:
    """The row that takes the whole sale back. An order is canceled once; reversed again, the commit raises Stale."""
    return (staged.post(order_id, ledger.sale_reversal(revenue, tax, shipping, currency), now),)
