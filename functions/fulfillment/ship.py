"""Ship: a parcel is made up and handed to its carrier in one step."""

from datetime import datetime, timedelta

from functions.fulfillment import store
from functions.fulfillment.fulfillment import Fulfillment, Tracking, shipped_says
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.table import SPEC, order_of_key, tracking_key
from functions.fulfillment.views import NewTracking
from shared.clock import stamp
from shared.dynamo import ABSENT, Write, create, replace_if
from shared.errors import Refused

NUMBER_REUSED_AFTER = timedelta(days=365)  # carriers give old numbers out again; no parcel is under way for a year


class TrackingNumberTaken(Refused):
    """Another parcel goes by this number: its carrier's reports could not be told apart."""

    code = "tracking_number_taken"

    def __init__(self, tracking: Tracking) -> None:
        super().__init__(
            f"A fulfillment with the {tracking.company} tracking number {tracking.number} exists.",
            param="tracking.number",
            details={"company": tracking.company, "number": tracking.number},
        )


def ship(
    order_id: str,
    fulfillment_id: str,
    location_id: str,
    items: tuple[tuple[str, int], ...],
    tracking: NewTracking | None,
    notify_customer: bool,
    now: datetime,
) -> tuple[Fulfillment, tuple[Write, ...]]:
    """The shipped parcel and the writes that record it, for the commit of whoever knows that it may leave.

    items: (line_item_id, quantity). Says fulfillment.created and fulfillment.shipped.
    The commit raises TrackingNumberTaken where another parcel of the last year has the number.
    """
    parcel = Fulfillment(
        id=fulfillment_id,
        order_id=order_id,
        location_id=location_id,
        items=items,
        status=Status.SHIPPED,
        tracking=Tracking(tracking.company, tracking.number, tracking.url) if tracking else None,
        tracking_status=TrackingStatus.UNKNOWN,
        notify_customer=notify_customer,
        shipped_at=stamp(now),
        delivered_at=None,
        version=1,
    )
    pk, sk = order_of_key(parcel.id)
    pointer = create(SPEC, {"pk": pk, "sk": sk, "order_id": order_id})
    number = (_number(parcel, parcel.tracking, now),) if parcel.tracking else ()
    return parcel, (*store.save(parcel, shipped_says(parcel), now), pointer, *number)


def _number(parcel: Fulfillment, tracking: Tracking, now: datetime) -> Write:
    pk, sk = tracking_key(tracking.company, tracking.number)
    item = {"pk": pk, "sk": sk, "order_id": parcel.order_id, "fulfillment_id": parcel.id, "shipped_at": stamp(now)}
    return replace_if(
        SPEC,
        item,
        f"{ABSENT} OR #shipped_at < :long_ago",
        names={"#shipped_at": "shipped_at"},
        values={":long_ago": stamp(now - NUMBER_REUSED_AFTER)},
        refusal=lambda _: TrackingNumberTaken(tracking),
    )
