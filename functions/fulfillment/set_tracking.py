"""Staff add or correct how a parcel can be followed."""

from functions.fulfillment import store
from functions.fulfillment.fulfillment import Fulfillment, Tracking
from functions.fulfillment.ship import tracking_of
from functions.fulfillment.views import FulfillmentView, NewTracking
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Reply, Request


def set_tracking(request: Request, fulfillment_id: str, body: NewTracking) -> Reply[FulfillmentView]:
    """Give the parcel this tracking: its old number is free, and what was reported of the new one is the parcel's.

    Raises NotFound, LocationNotAllowed, VersionConflict, TrackingNumberTaken, or WrongFulfillmentState where the number
    is another and the parcel has arrived or turned round. Says what the reports on the new number come to.
    """
    return retry_stale(lambda: _set(request, fulfillment_id, tracking_of(body)))


def _set(request: Request, fulfillment_id: str, tracking: Tracking) -> Reply[FulfillmentView]:
    fetch(request.claim.read)
    parcel = store.load(fulfillment_id)
    request.require_location(parcel.location_id)
    request.require_match(parcel.version)
    (number,) = fetch(store.number(tracking.company, tracking.number))
    changed, says = parcel.tracked(tracking, number.reports_since(parcel.shipped_at))
    was, shown = (FulfillmentView.of(each) for each in (parcel, changed))
    reply = Reply(shown, version=changed.version)
    numbers: tuple[Write, ...] = ()
    if parcel.tracking is None or not parcel.tracking.is_same_number(tracking):
        joined = number.with_parcel(parcel, tracking, request.now)
        numbers = (store.save_number(joined), *_freed(parcel), *store.found_by(parcel.tracking, changed))
    told = request.settle(reply, on=fulfillment_id, before=was, after=shown)
    commit(*store.save(changed, says, request.now), *numbers, *told)
    return reply


def _freed(parcel: Fulfillment) -> tuple[Write, ...]:
    """The number that the parcel had, without it."""
    if parcel.tracking is None:
        return ()
    (number,) = fetch(store.number(parcel.tracking.company, parcel.tracking.number))
    return (store.save_number(number.without_parcel(parcel.id)),)
