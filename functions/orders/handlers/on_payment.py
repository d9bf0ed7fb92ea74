"""Hears what payments say, and moves orders accordingly."""

from events import PaymentCaptured, RefundFailed
from functions.orders.note_failed_refund import note_failed_refund
from functions.orders.note_payment import note_payment
from functions.orders.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(SPEC, "orders.on_payment", {PaymentCaptured: note_payment, RefundFailed: note_failed_refund})
