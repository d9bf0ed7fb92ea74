"""Ship: a parcel is made up and handed to its carrier, or to whoever brings it, in one step."""

from datetime import datetime

from functions.fulfillment import store
from functions.fulfillment.fulfillment import Fulfillment, Tracking, shipped_says
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.table import SPEC, order_of_key
from functions.fulfillment.views import NewTracking
from shared.clock import stamp
from shared.dynamo import Write, create, fetch


def ship(
    order_id: str,
    fulfillment_id: str,
    location_id: str,
    items: tuple[tuple[str, int], ...],
    tracking: NewTracking | None,
    notify_customer: bool,
    now: datetime,
    by: str = "shop",
) -> tuple[Fulfillment, tuple[Write, ...]]:
    """The shipped parcel and the writes that record it, for the commit of whoever knows that it may leave.

    items: (line_item_id, quantity). tracking: None for a letter or one's own van. by: who ships, a key's id.
    Several fulfillments may share a number, as they share a parcel. Reads whose it is by now, and raises
    TrackingNumberTaken where it must be a mistake. Says fulfillment.created and fulfillment.shipped.
    """
    parcel = Fulfillment(
        id=fulfillment_id,
        order_id=order_id,
        location_id=location_id,
        items=items,
        status=Status.SHIPPED,
        tracking=tracking_of(tracking) if tracking else None,
        tracking_status=TrackingStatus.UNKNOWN,
        notify_customer=notify_customer,
        shipped_at=stamp(now),
        delivered_at=None,
        version=1,
        by=by,
    )
    pk, sk = order_of_key(parcel.id)
    pointer = create(SPEC, {"pk": pk, "sk": sk, "order_id": order_id})
    number = (_number(parcel, parcel.tracking, now),) if parcel.tracking else ()
    found = store.found_by(None, parcel)
    return parcel, (*store.save(parcel, shipped_says(parcel), now), pointer, *number, *found)


def tracking_of(told: NewTracking) -> Tracking:
    """Tracking as it was told."""
    return Tracking(told.company, told.number, told.url)


def _number(parcel: Fulfillment, tracking: Tracking, now: datetime) -> Write:
    (number,) = fetch(store.number(tracking.company, tracking.number))
    return store.save_number(number.with_parcel(parcel, tracking, now))
