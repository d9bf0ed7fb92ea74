"""Hears what was asked for, and asks Stripe: refunds to send, payments to void."""

from events import PaymentVoidRequested, RefundRequested
from functions.payments.send_refund import send_requested_refund
from functions.payments.table import SPEC
from functions.payments.void_payment import void_requested_payment
from shared.queue import queue_handler

handler = queue_handler(
    SPEC,
    "payments.move_money",
    {RefundRequested: send_requested_refund, PaymentVoidRequested: void_requested_payment},
)
