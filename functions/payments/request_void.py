"""Giving up payments that nobody wants any more, in the commit of the order that ends; Stripe is told afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from events import PaymentVoidRequested
from functions.payments import staged
from functions.payments.payment import Payment
from shared.dynamo import Write


def request_void(payments: Iterable[Payment], now: datetime) -> tuple[Write, ...]:
    """The writes that ask for the unpaid ones to be voided; none for those that are paid, dead, or asked for already.

    Raises Stale from the commit where a payment has had news meanwhile: read again and decide again.
    """
    return tuple(write for payment in payments for write in _void(payment, now))


def _void(payment: Payment, now: datetime) -> tuple[Write, ...]:
    if not payment.is_unsettled or payment.is_void_requested:
        return ()
    after = replace(payment, is_void_requested=True, version=payment.version + 1)
    says = PaymentVoidRequested(payment_id=payment.id, order_id=payment.order_id)
    return staged.save_payment(payment, after, says, now=now)
