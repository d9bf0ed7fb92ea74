"""Staff know that a parcel has arrived: a letter, their own van, or a carrier that tells nothing."""

from functions.fulfillment import store
from functions.fulfillment.lifecycle import Status
from functions.fulfillment.views import FulfillmentView
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def deliver_parcel(request: Request, fulfillment_id: str) -> Reply[FulfillmentView]:
    """Mark the parcel as delivered; one that is delivered stays as it is.

    Raises NotFound, LocationNotAllowed, VersionConflict, or WrongFulfillmentState where its carrier turned it round.
    Says fulfillment.delivered.
    """
    return retry_stale(lambda: _deliver(request, fulfillment_id))


def _deliver(request: Request, fulfillment_id: str) -> Reply[FulfillmentView]:
    fetch(request.claim.read)
    parcel = store.load(fulfillment_id)
    request.require_location(parcel.location_id)
    request.require_match(parcel.version)
    if parcel.status is Status.DELIVERED:
        return Reply(FulfillmentView.of(parcel), version=parcel.version)
    delivered, says = parcel.delivered_by_staff(request.principal, request.now)
    was, shown = (FulfillmentView.of(each) for each in (parcel, delivered))
    reply = Reply(shown, version=delivered.version)
    told = request.settle(reply, on=fulfillment_id, before=was, after=shown)
    commit(*store.save(delivered, says, request.now), *told)
    return reply
