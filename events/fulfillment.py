"""What fulfillment says."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.event import Event


class ShippedLine(BaseModel):
    """How much of an order's line is in a shipment."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line_item_id: str
    quantity: int


class FulfillmentCreated(Event):
    """A shipment was set up for some lines of an order."""

    type: ClassVar[str] = "fulfillment.created"
    fulfillment_id: str
    order_id: str
    location_id: str
    items: list[ShippedLine]


class FulfillmentShipped(Event):
    """The shipment left; the carrier has it."""

    type: ClassVar[str] = "fulfillment.shipped"
    fulfillment_id: str
    order_id: str
    items: list[ShippedLine]
    notify_customer: bool


class FulfillmentDelivered(Event):
    """The shipment has arrived, as its carrier or staff say."""

    type: ClassVar[str] = "fulfillment.delivered"
    fulfillment_id: str
    order_id: str
    items: list[ShippedLine]


class FulfillmentReturned(Event):
    """The carrier turned the shipment round: it comes back undelivered.

    was_delivered: it had been said to be delivered; that was the sender's door, and is taken back.
    """

    type: ClassVar[str] = "fulfillment.returned"
    fulfillment_id: str
    order_id: str
    items: list[ShippedLine]
    was_delivered: bool = False


class CarrierEventReceived(Event):
    """A carrier told us something, verified and kept."""

    type: ClassVar[str] = "carrier.event_received"
    is_public: ClassVar[bool] = False
    carrier: str
    carrier_event_id: str
    tracking_number: str
    tracking_status: str
    occurred_at: str
