"""Hears what payments say, and moves orders accordingly."""

from events import PaymentCaptured, PaymentFailed, PaymentVoided, RefundFailed, RefundSucceeded
from functions.orders.note_declined_payment import note_declined_payment
from functions.orders.note_failed_refund import note_failed_refund
from functions.orders.note_payment import note_payment
from functions.orders.note_refund import note_refund
from functions.orders.note_voided_payment import note_voided_payment
from functions.orders.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(
    SPEC,
    "orders.on_payment",
    {
        PaymentCaptured: note_payment,
        PaymentFailed: note_declined_payment,
        PaymentVoided: note_voided_payment,
        RefundFailed: note_failed_refund,
        RefundSucceeded: note_refund,
    },
)
