"""Hears what fulfillment says, and moves orders accordingly."""

from events import FulfillmentDelivered, FulfillmentReturned
from functions.orders.note_delivery import note_delivery
from functions.orders.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(
    SPEC, "orders.on_fulfillment", {FulfillmentDelivered: note_delivery, FulfillmentReturned: note_delivery}
)
