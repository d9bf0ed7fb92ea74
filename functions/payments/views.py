"""Payments and refunds as staff see them. Amounts in minor units of `currency`."""

from typing import Literal

from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.payment import Payment
from functions.payments.refund import Refund, RefundReason
from shared.http import View


class PaymentView(View):
    """A payment. provider_reference: the processor's own id, once it is known.

    is_processing: the shopper has paid, and a bank has days to answer. declines: tries that were refused.
    """

    id: str
    order_id: str
    provider: Literal["stripe"]
    provider_reference: str | None
    amount: int
    currency: str
    status: PaymentStatus
    capture_method: Literal["automatic", "manual"]
    amount_capturable: int
    amount_captured: int
    amount_refunded: int
    is_processing: bool
    declines: int
    last_error: str | None


class RefundedItemView(View):
    """Some units of a line that a refund is for, and what they were worth."""

    line_item_id: str
    quantity: int
    amount: int


class RefundView(View):
    """A refund. failure_code: the processor's word for why the money could not be sent.

    items, shipping_amount: what it is for; empty and 0 for a plain amount. by: who asked for it, a key's id, `shop` for
    the shop's own rules, `processor` for somebody at the processor.
    """

    id: str
    object: Literal["refund"] = "refund"
    version: int
    order_id: str
    payment_id: str
    status: RefundStatus
    amount: int
    currency: str
    reason: RefundReason
    note: str
    items: list[RefundedItemView]
    shipping_amount: int
    by: str
    failure_code: str | None
    created_at: str


def payment_view(payment: Payment) -> PaymentView:
    return PaymentView(**{name: getattr(payment, name) for name in PaymentView.model_fields})


def refund_view(refund: Refund) -> RefundView:
    items = [
        RefundedItemView(line_item_id=each.line_item_id, quantity=each.quantity, amount=each.amount)
        for each in refund.parts.items
    ]
    same = set(RefundView.model_fields) - {"object", "items", "shipping_amount"}
    return RefundView(
        **{name: getattr(refund, name) for name in same}, items=items, shipping_amount=refund.parts.shipping_amount
    )
