"""What staff may do with shipping options, and see of fulfillments."""

from functions.fulfillment import store
from functions.fulfillment.change_shipping_options import (
    change_shipping_option,
    create_shipping_option,
    delete_shipping_option,
)
from functions.fulfillment.deliver_parcel import deliver_parcel
from functions.fulfillment.set_tracking import set_tracking
from functions.fulfillment.table import SPEC
from functions.fulfillment.views import (
    DeletedShippingOption,
    FulfillmentView,
    NewShippingOption,
    NewTracking,
    ShippingOptionChanges,
    ShippingOptionView,
)
from shared.dynamo import Page, fetch, retry_stale
from shared.http import Api, Listed, OrderId, PageQuery, Paging, Reply, Request

api = Api("fulfillment_admin", table=SPEC)


class FulfillmentQuery(PageQuery):
    """The parcels of which order."""

    order_id: OrderId


@api.get("/admin/shipping_options", scope="fulfillment:read")
def list_shipping_options(request: Request, query: PageQuery) -> Reply[Listed[ShippingOptionView]]:
    """All shipping options, oldest first."""
    paging = Paging(request, query)
    (options,) = fetch(store.shipping_options())
    rest = sorted((o for o in options if paging.after is None or o.id > paging.after["id"]), key=lambda o: o.id)
    shown = rest[: paging.limit]
    page = Page([], {"id": shown[-1].id} if len(rest) > len(shown) else None)
    return Reply(Listed(data=[ShippingOptionView.of(option) for option in shown], **paging.next(page)))


@api.post("/admin/shipping_options", action="shipping_option.create", scope="fulfillment:write", status=201)
def post_shipping_option(request: Request, body: NewShippingOption) -> Reply[ShippingOptionView]:
    """Make a shipping option."""
    return retry_stale(lambda: create_shipping_option(request, body))


@api.patch("/admin/shipping_options/<option_id>", action="shipping_option.update", scope="fulfillment:write")
def patch_shipping_option(request: Request, body: ShippingOptionChanges, option_id: str) -> Reply[ShippingOptionView]:
    """Change a shipping option."""
    return retry_stale(lambda: change_shipping_option(request, option_id, body))


@api.delete("/admin/shipping_options/<option_id>", action="shipping_option.delete", scope="fulfillment:write")
def remove_shipping_option(request: Request, option_id: str) -> Reply[DeletedShippingOption]:
    """Remove a shipping option."""
    return retry_stale(lambda: delete_shipping_option(request, option_id))


@api.get("/admin/fulfillments", scope="fulfillment:read")
def list_fulfillments(request: Request, query: FulfillmentQuery) -> Reply[Listed[FulfillmentView]]:
    """The parcels of an order, oldest first."""
    paging = Paging(request, query)
    parcels, page = store.page_of(query.order_id, paging.limit, paging.after)
    return Reply(Listed(data=[FulfillmentView.of(parcel) for parcel in parcels], **paging.next(page)))


@api.get("/admin/fulfillments/<fulfillment_id>", scope="fulfillment:read")
def get_fulfillment(_: Request, fulfillment_id: str) -> Reply[FulfillmentView]:
    """One parcel."""
    parcel = store.load(fulfillment_id)
    return Reply(FulfillmentView.of(parcel), version=parcel.version)


@api.post("/admin/fulfillments/<fulfillment_id>/deliver", action="fulfillment.deliver", scope="fulfillment:write")
def deliver(request: Request, fulfillment_id: str) -> Reply[FulfillmentView]:
    """Mark a parcel as delivered that no carrier reports on."""
    return deliver_parcel(request, fulfillment_id)


@api.post("/admin/fulfillments/<fulfillment_id>/tracking", action="tracking.set", scope="fulfillment:write")
def post_tracking(request: Request, body: NewTracking, fulfillment_id: str) -> Reply[FulfillmentView]:
    """Add or correct how a parcel can be followed."""
    return set_tracking(request, fulfillment_id, body)


handler = api.handler
