"""Hears what people should be told, and writes to them."""

from events import (
    FulfillmentShipped,
    LevelLow,
    OrderCanceled,
    OrderPending,
    OrderPlaced,
    RefundFailed,
    RefundSucceeded,
    TicketCreated,
    TicketMessageAdded,
)
from functions.notifications.send_owed import send_owed
from functions.notifications.table import SPEC
from shared.queue import queue_handler

HEARD = (
    OrderPending,
    OrderPlaced,
    FulfillmentShipped,
    RefundSucceeded,
    OrderCanceled,
    TicketCreated,
    TicketMessageAdded,
    LevelLow,
    RefundFailed,
)

handler = queue_handler(SPEC, "notifications.send_mail", dict.fromkeys(HEARD, send_owed))
