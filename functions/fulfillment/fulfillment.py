"""A fulfillment: some lines of an order in one parcel, and what its carrier says of it."""

from dataclasses import dataclass, replace

from events import CarrierEventReceived, Event, FulfillmentCreated, FulfillmentDelivered, FulfillmentShipped
from events.fulfillment import ShippedLine
from functions.fulfillment.lifecycle import Status, TrackingStatus, later, tracking_status


@dataclass(frozen=True)
class Tracking:
    """Where a parcel can be followed."""

    company: str  # the carrier's slug, as in its webhook's path: "ups"
    number: str
    url: str | None


@dataclass(frozen=True)
class Report:
    """What a carrier says of a parcel, and when that was true by its clock (RFC 3339)."""

    tracking_status: TrackingStatus
    occurred_at: str

    @classmethod
    def of(cls, event: CarrierEventReceived) -> "Report":
        """What the event reports."""
        return cls(tracking_status(event.tracking_status), event.occurred_at)

    def outranks(self, other: "Report | None") -> bool:
        """Whether this one is the one to remember."""
        if other is None or other.tracking_status is self.tracking_status:
            return other is None
        return later(self.tracking_status, other.tracking_status) is self.tracking_status


@dataclass(frozen=True)
class Fulfillment:
    """A parcel. Times are RFC 3339."""

    id: str
    order_id: str
    location_id: str
    items: tuple[tuple[str, int], ...]  # (line_item_id, quantity)
    status: Status
    tracking: Tracking | None  # None: sent without
    tracking_status: TrackingStatus
    notify_customer: bool
    shipped_at: str
    delivered_at: str | None
    version: int

    def reported(self, report: Report) -> tuple["Fulfillment", tuple[Event, ...]]:
        """The parcel after its carrier's report, and what is to be said; unchanged where the report is no news."""
        stands = later(self.tracking_status, report.tracking_status)
        if stands is self.tracking_status:
            return self, ()
        parcel = replace(self, tracking_status=stands, version=self.version + 1)
        if stands is not TrackingStatus.DELIVERED:
            return parcel, ()
        parcel = replace(parcel, status=Status.DELIVERED, delivered_at=report.occurred_at)
        return parcel, (FulfillmentDelivered(fulfillment_id=self.id, order_id=self.order_id, items=self.shipped_lines),)

    @property
    def shipped_lines(self) -> list[ShippedLine]:
        """The items as events tell them."""
        return [ShippedLine(line_item_id=line, quantity=quantity) for line, quantity in self.items]


def shipped_says(parcel: Fulfillment) -> tuple[Event, ...]:
    """What is said of a parcel that was made and handed over in one step."""
    ids = {"fulfillment_id": parcel.id, "order_id": parcel.order_id}
    return (
        FulfillmentCreated(**ids, location_id=parcel.location_id, items=parcel.shipped_lines),
        FulfillmentShipped(**ids, items=parcel.shipped_lines, notify_customer=parcel.notify_customer),
    )
