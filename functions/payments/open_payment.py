"""Asking for the money of an order: the rows that go into the order's own first commit, before Stripe is called."""

from datetime import datetime

from functions.payments import staged
from functions.payments.account import Account
from functions.payments.payment import Payment, new_payment
from functions.payments.stripe_money import check_charge
from shared.dynamo import Write


def open_payment(
    order_id: str, payment_id: str, amount: int, currency: str, now: datetime, due_at: datetime | None = None
) -> tuple[Payment, tuple[Write, ...]]:
    """The payment and its writes: payment, pointer and the order's account. amount: what is due, in minor units.

    due_at: until when the order waits for it; shortly before, the processor is asked once more.
    An order has one payment. Raises NotChargeable (422) for an amount or currency that the processor does not take.
    """
    check_charge(amount, currency)
    payment = new_payment(order_id, payment_id, amount, currency, now, due_at)
    return payment, staged.open_rows(payment, Account(order_id, currency, due=amount, payment_id=payment_id))


def open_free_account(order_id: str, currency: str) -> tuple[Write, ...]:
    """The writes of an order with nothing to pay: an account that is paid from the start; Stripe is never called."""
    return staged.open_rows(None, Account(order_id, currency, due=0))
