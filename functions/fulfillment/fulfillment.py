"""A fulfillment: some lines of an order in one parcel, and what its carrier says of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any

from events import Event, FulfillmentCreated, FulfillmentDelivered, FulfillmentReturned, FulfillmentShipped
from events.fulfillment import ShippedLine
from functions.fulfillment.lifecycle import Status, TrackingStatus, WrongFulfillmentState
from functions.fulfillment.reports import Report, Reports, delivered_at, returned_at, standing, with_report
from shared.clock import stamp


@dataclass(frozen=True)
class Tracking:
    """Where a parcel can be followed."""

    company: str  # the carrier's slug, as in its webhook's path: "ups"
    number: str  # as it was typed
    url: str | None

    def is_same_number(self, other: "Tracking") -> bool:
        """Whether a carrier's reports on the one are reports on the other."""
        return (self.company, plain(self.number)) == (other.company, plain(other.number))


def plain(number: str) -> str:
    """A tracking number as it is compared: carriers print it in groups and capitals, people type it as they like."""
    return number.replace(" ", "").replace("-", "").upper()


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
    by: str = "shop"  # who shipped it: a key's id
    reports: Reports = field(default_factory=dict)  # what matters of what its carrier said
    returned_at: str | None = None  # when its carrier turned it round, undelivered
    delivered_by: str | None = None  # who of the staff said that it arrived; None: its carrier, if anybody

    def reported(self, *told: Report) -> tuple["Fulfillment", tuple[Event, ...]]:
        """The parcel after its carrier's reports, and what is to be said; unchanged where they are no news."""
        known = reduce(with_report, told, self.reports)
        if known == self.reports:
            return self, ()
        return self._next(reports=known)

    def delivered_by_staff(self, by: str, now: datetime) -> tuple["Fulfillment", tuple[Event, ...]]:
        """The parcel once staff know that it arrived. Raises WrongFulfillmentState where its carrier turned it round.

        Staff's word is the last: what its carrier reports afterwards shows, and changes nothing else.
        """
        if self.status is Status.RETURNED:
            raise WrongFulfillmentState(self.status)
        return self._next(delivered_by=by, delivered_at=stamp(now))

    def tracked(self, tracking: Tracking, told: Iterable[Report]) -> tuple["Fulfillment", tuple[Event, ...]]:
        """The parcel under this number, with what was reported of the number.

        Raises WrongFulfillmentState where the parcel is not under way and the number another.
        """
        if self.tracking and self.tracking.is_same_number(tracking):
            return self._next(tracking=tracking)
        if self.status is not Status.SHIPPED:
            raise WrongFulfillmentState(self.status)
        none: Reports = {}
        return self._next(tracking=tracking, reports=reduce(with_report, told, none))

    def _next(self, **changed: Any) -> tuple["Fulfillment", tuple[Event, ...]]:
        parcel = replace(self, **changed, version=self.version + 1)
        arrived = parcel.delivered_at if parcel.delivered_by else delivered_at(parcel.reports)
        turned = None if arrived else returned_at(parcel.reports)
        status = Status.DELIVERED if arrived else Status.RETURNED if turned else Status.SHIPPED
        stands = standing(parcel.reports)
        parcel = replace(parcel, status=status, tracking_status=stands, delivered_at=arrived, returned_at=turned)
        return parcel, self._says(status)

    def _says(self, status: Status) -> tuple[Event, ...]:
        """What is said where the parcel gets this status."""
        ids = {"fulfillment_id": self.id, "order_id": self.order_id}
        if status is self.status or status is Status.SHIPPED:
            return ()
        if status is Status.DELIVERED:
            return (FulfillmentDelivered(**ids, items=self.shipped_lines),)
        was_delivered = self.status is Status.DELIVERED
        return (FulfillmentReturned(**ids, items=self.shipped_lines, was_delivered=was_delivered),)

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
