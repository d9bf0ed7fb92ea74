"""Ship some of an order from a location, in one step: the parcel is packed, labelled and gone."""

from collections import Counter

from functions import fulfillment, inventory, payments
from functions.orders import store
from functions.orders.inputs import NewFulfillment
from functions.orders.lifecycle import UNSHIPPABLE, Status, WrongState
from functions.orders.sold import Sold
from shared import ids
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def fulfill_items(order_id: str, body: NewFulfillment, request: Request) -> Reply[fulfillment.FulfillmentView]:
    """Goods leave only for money that is there, and none that were refunded.

    A closed location ships what is there: it only sells nothing more. Raises WrongState, NotPaid, UnknownLine,
    MoreThanLeft, UnknownLocation, LocationNotAllowed, TrackingNumberTaken, what inventory refuses, or NotFound.
    """
    request.require_location(body.location_id)
    fulfillment_id = ids.new_id("ful")
    units: Counter[str] = Counter()
    for item in body.items:
        units[item.line_item_id] += item.quantity

    def attempt() -> Reply[fulfillment.FulfillmentView]:
        _, whole, account, reservation, locations = fetch(
            request.claim.read,
            store.order(order_id),
            payments.account(order_id),
            inventory.reservation(order_id),
            inventory.locations(),
        )
        request.require_match(whole.order.version)
        if reservation is None or whole.order.status is not Status.PLACED:
            raise WrongState(whole.order.status, UNSHIPPABLE)
        if account is None or not account.holds_money:
            raise payments.NotPaid
        shipped = whole.order.shipped(fulfillment_id, units, request.now)
        inventory.require_location(body.location_id, locations)
        parcel, parcel_writes = fulfillment.ship(
            order_id,
            fulfillment_id,
            body.location_id,
            tuple(units.items()),
            body.tracking,
            body.notify_customer,
            request.now,
            request.principal,
        )
        shown = fulfillment.FulfillmentView.of(parcel)
        reply = Reply(shown, 201, version=parcel.version)
        commit(
            *store.save_order(shipped),
            *inventory.consume(
                reservation,
                _variants(whole.sold, units),
                body.location_id,
                request.now,
                fulfillment_id,
                request.principal,
            ),
            *parcel_writes,
            payments.money_is_there(account),
            *request.settle(reply, on=order_id, after={"fulfillments": {parcel.id: shown.model_dump(mode="json")}}),
        )
        return reply

    return retry_stale(attempt)


def _variants(sold: Sold, units: Counter[str]) -> dict[str, int]:
    """Units per variant of these line items."""
    return {sold.line(line_item_id).variant_id: quantity for line_item_id, quantity in units.items()}
