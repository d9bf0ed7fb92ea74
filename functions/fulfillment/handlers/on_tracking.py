"""Hears what carriers report, and that parcels left, and keeps each parcel's tracking status."""

from events import CarrierEventReceived, FulfillmentShipped
from functions.fulfillment.note_tracking import note_carrier_event, note_shipped
from functions.fulfillment.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(
    SPEC, "fulfillment.on_tracking", {CarrierEventReceived: note_carrier_event, FulfillmentShipped: note_shipped}
)
