"""Fulfillment's public face: what checkout and orders may ask of shipping options and parcels."""

from functions.fulfillment.fulfillment import Fulfillment, Tracking
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.number import TrackingNumberTaken
from functions.fulfillment.ship import ship
from functions.fulfillment.shipping_option import Quote, ShippingOption, quotes
from functions.fulfillment.store import fulfillments_of, history, orders_tracked, shipping_options
from functions.fulfillment.views import FulfillmentView, NewTracking

__all__ = [
    "Fulfillment",
    "FulfillmentView",
    "NewTracking",
    "Quote",
    "ShippingOption",
    "Status",
    "Tracking",
    "TrackingNumberTaken",
    "TrackingStatus",
    "fulfillments_of",
    "history",
    "orders_tracked",
    "quotes",
    "ship",
    "shipping_options",
]
