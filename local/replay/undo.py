"""Taking back: orders that the file cancels whole are canceled, of the others the lines it takes back are refunded."""

from collections.abc import Iterable

from local.client import Refused
from local.replay.cancellations import Refund
from local.replay.journal import Journal
from local.replay.shop import Shop


def cancel(shop: Shop, invoice: str, journal: Journal) -> None:
    """Cancel an order that was not shipped; its money goes back. Raises Refused."""
    path = f"/admin/orders/{journal.orders[invoice]}/cancel"
    shop.staff.post(path, {"reason": "customer"}, key=shop.key("cancel", invoice))
    journal.finish(invoice)


def refund_all(shop: Shop, refunds: Iterable[Refund], journal: Journal) -> None:
    """Give back what cancellations took of one order, in the order in which the file has them. Raises Refused."""
    for refund in refunds:
        if refund.name not in journal.refunded:
            _refund(shop, refund, journal)


def _refund(shop: Shop, refund: Refund, journal: Journal) -> None:
    order_id = journal.orders[refund.invoice]
    lines = {item["sku"]: item["id"] for item in shop.staff.get(f"/admin/orders/{order_id}")["items"]}
    items = [{"line_item_id": lines[sku], "quantity": quantity} for sku, quantity in refund.units]
    body = {"order_id": order_id, "items": items, "note": f"Cancellation {refund.cancellation}"}
    given = shop.staff.post("/admin/refunds", body, key=shop.key("refund", refund.name))
    if given["amount"] != refund.worth:
        error = {"code": "other_amount", "message": f"{given['amount']} instead of {refund.worth} pence went back"}
        raise Refused("POST", "/admin/refunds", 201, error)
    journal.refund(refund.name)
