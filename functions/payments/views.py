"""Payments and refunds as API.md shows them. Amounts in minor units of `currency`."""

from functions.payments.payment import Payment
from functions.payments.refund import Refund
from shared.http import View


class PaymentView(View):
    """A payment. provider_reference: the processor's own id, once it is known."""

    id: str
    order_id: str
    provider: str
    provider_reference: str | None
    amount: int
    currency: str
    status: str
    capture_method: str
    amount_capturable: int
    amount_captured: int
    amount_refunded: int
    last_error: str | None


class RefundView(View):
    """A refund. failure_code: the processor's word for why the money could not be sent."""

    id: str
    order_id: str
    payment_id: str
    status: str
    amount: int
    currency: str
    reason: str
    note: str
    failure_code: str | None
    created_at: str


def payment_view(payment: Payment) -> PaymentView:
    return PaymentView(**{name: getattr(payment, name) for name in PaymentView.model_fields})


def refund_view(refund: Refund) -> RefundView:
    return RefundView(**{name: getattr(refund, name) for name in RefundView.model_fields})
