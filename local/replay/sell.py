"""The trade itself: every order of a plan bought and shipped, then what the file takes back taken back."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from local.client import Refused
from local.replay import crew
from local.replay.buy import Bought, buy, see_through
from local.replay.cancellations import Refund
from local.replay.invoices import Order
from local.replay.journal import Journal
from local.replay.plan import Plan
from local.replay.shop import Shop
from local.replay.undo import cancel, refund_all


def sell(shop: Shop, plan: Plan, journal: Journal, at_once: int) -> dict[str, str]:
    """Do what is not done yet. Gives what the shop refused: invoices and the reasons.

    Orders are bought by some threads and seen through by as many others, so that buyers do not wait for Stripe's news.
    """
    refused: dict[str, str] = {}

    def buying(order: Order) -> Any:
        return _unless_refused(refused, order.invoice, lambda: buy(shop, order, journal))

    def shipping(bought: Bought) -> None:
        invoice = bought.order.invoice
        is_shipped = invoice not in plan.canceled
        _unless_refused(refused, invoice, lambda: see_through(shop, bought, journal, is_shipped=is_shipped))

    to_buy = [order for order in plan.orders if not _is_done(order, plan, journal)]
    crew.each("orders", to_buy, buying, shipping, at_once=at_once)
    _take_back(shop, plan, journal, refused, at_once)
    return refused


def _is_done(order: Order, plan: Plan, journal: Journal) -> bool:
    done = journal.orders if order.invoice in plan.canceled else journal.finished
    return order.invoice in done


def _take_back(shop: Shop, plan: Plan, journal: Journal, refused: dict[str, str], at_once: int) -> None:
    def canceling(invoice: str) -> None:
        _unless_refused(refused, f"cancel {invoice}", lambda: cancel(shop, invoice, journal))

    def refunding(invoice: str) -> None:
        _unless_refused(refused, f"refund {invoice}", lambda: refund_all(shop, by_invoice[invoice], journal))

    by_invoice: dict[str, list[Refund]] = defaultdict(list)
    for refund in plan.refunds:
        if refund.invoice in journal.orders:
            by_invoice[refund.invoice].append(refund)
    to_cancel = [invoice for invoice in sorted(plan.canceled) if invoice in journal.orders.keys() - journal.finished]
    crew.each("cancellations", to_cancel, canceling, at_once=at_once)
    crew.each("refunds", by_invoice, refunding, at_once=at_once)


def _unless_refused(refused: dict[str, str], what: str, work: Callable[[], Any]) -> Any:
    """The work's result; None where the shop said no, which is noted and not hidden."""
    try:
        return work()
    except Refused as refusal:
        refused[what] = str(refusal)
        return None
