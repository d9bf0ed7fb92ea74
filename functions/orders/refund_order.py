"""Give money back for an order: what some units of its lines cost, some of its shipping, or a plain amount."""

from collections import Counter
from collections.abc import Mapping

from functions import payments
from functions.orders import store
from functions.orders.inputs import NewRefund
from functions.orders.order import Order, Progress
from functions.orders.sold import Sold, SoldLine
from shared import approvals, ids
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Conflict, Invalid, NotFound
from shared.http import Reply, Request
from shared.money import share


class NothingToRefund(Invalid):
    """Neither an amount nor anything that has a price."""

    code = "nothing_to_refund"

    def __init__(self) -> None:
        super().__init__("Name an amount, items or a shipping_amount.", param="amount")


class AmountMismatch(Invalid):
    """The amount is not what the parts beside it are worth."""

    code = "amount_mismatch"

    def __init__(self, amount: int, worth: int) -> None:
        super().__init__(
            f"The items and the shipping_amount are worth {worth}, not {amount} (minor units); leave the amount out.",
            param="amount",
            details={"amount": amount, "worth": worth},
        )


class ShippedMeanwhile(Conflict):
    """The goods left at the moment when their money was to go back."""

    code = "shipped_meanwhile"

    def __init__(self) -> None:
        super().__init__("Some of it was shipped just now; look at the order, and ask again if it shall go back still.")


class UnknownOrder(Invalid):
    """The body names an order that is not there."""

    code = "unknown_order"

    def __init__(self) -> None:
        super().__init__("No such order.", param="order_id")


def refund_order(body: NewRefund, request: Request) -> Reply[payments.RefundView]:
    """Raises RefundExceedsCaptured, RefundExceedsPart, UnknownLine, MoreThanLeft, AmountMismatch, NothingToRefund,
    ShippedMeanwhile or UnknownOrder.
    """
    refund_id = ids.new_id("ref")
    units: Counter[str] = Counter()
    for item in body.items:
        units[item.line_item_id] += item.quantity
    seen: list[Order] = []

    def attempt() -> Reply[payments.RefundView]:
        try:
            _, whole, account = fetch(request.claim.read, store.order(body.order_id), payments.account(body.order_id))
        except NotFound:
            raise UnknownOrder from None
        request.require_match(whole.order.version)
        seen.append(whole.order)
        whole.order.require_refundable(units, body.shipping_amount)
        parts = payments.Parts(worths(whole.order, whole.sold, units), body.shipping_amount)
        amount = _amount(body, parts)
        if account is None:
            raise payments.RefundExceedsCaptured(amount, 0, whole.order.currency)
        if (units or amount >= account.refundable) and has_shipped_since(seen[0], whole.order):
            raise ShippedMeanwhile
        if approvals.refund_waits(request, account.gone + amount, account.currency):
            return approvals.ask(request, body, approvals.Asked(body.order_id, approvals.MONEY))
        refund, writes = payments.request_refund(
            account,
            None,
            refund_id=refund_id,
            amount=amount,
            currency=account.currency,
            reason=body.reason,
            now=request.now,
            note=body.note,
            by=request.principal,
            parts=parts,
        )
        shown = payments.refund_view(refund)
        told = {"refunds": {refund.id: shown.model_dump(mode="json")}}
        reply = Reply(shown, 201, version=refund.version)
        settled = request.settle(reply, on=body.order_id, after=told, reason=refund.reason)
        commit(*store.save_order(whole.order.refunded(parts, request.now)), *writes, *settled)
        return reply

    return retry_stale(attempt)


def _amount(body: NewRefund, parts: payments.Parts) -> int:
    """What goes back: what the parts are worth, or the plain amount where none is named."""
    if body.items or body.shipping_amount:
        if body.amount not in (None, parts.worth):
            raise AmountMismatch(body.amount or 0, parts.worth)
        amount = parts.worth
    else:
        amount = body.amount or 0
    if amount == 0:
        raise NothingToRefund
    return amount


def worths(order: Order, sold: Sold, units: Mapping[str, int]) -> tuple[payments.RefundedItem, ...]:
    """What so many units of these lines are worth, to the minor unit."""
    progress = {line.id: line for line in order.lines}
    return tuple(
        payments.RefundedItem(line_id, quantity, worth(progress[line_id], sold.line(line_id), quantity))
        for line_id, quantity in units.items()
    )


def worth(line: Progress, sold: SoldLine, quantity: int) -> int:
    """What the next units of a line are worth: its total shared over its units, less what went back of it already.

    So the refunds of a line's units, in any portions, and with any of them failing, add up to the line's total.
    """
    each = share(sold.total, [1] * sold.quantity)
    return max(sum(each[: line.refunded + quantity]) - line.refunded_total, 0)


def has_shipped_since(before: Order, now: Order) -> bool:
    """Whether goods have left since the order was read first."""
    return sum(line.shipped for line in now.lines) > sum(line.shipped for line in before.lines)
