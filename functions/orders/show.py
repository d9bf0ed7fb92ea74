"""Carts and orders as they are shown."""

from typing import Any

from functions import fulfillment, payments
from functions.orders.cart import Cart
from functions.orders.order import CancelReason, Order
from functions.orders.pricing import Priced
from functions.orders.sold import Sold
from functions.orders.views import (
    CartView,
    ItemView,
    OrderItemView,
    OrderView,
    ParcelLineView,
    ParcelTrackingView,
    Requirement,
    ShippingView,
    StoreFulfillmentView,
    StoreOrderView,
    StoreRefundView,
    TellableReason,
)


def cart_view(priced: Priced, token: str | None = None) -> CartView:
    """The cart as it is shown."""
    cart: Cart = priced.cart
    items = [
        ItemView(
            **{
                name: getattr(line, name)
                for name in ("id", "variant_id", "product_id", "sku", "title", "quantity", "unit_price")
            },
            subtotal=line.subtotal,
            discount_total=0,
            tax_total=0,
            total=line.total,
        )
        for line in priced.lines
    ]
    chosen = priced.shipping
    return CartView(
        **cart.model_dump(include=set(CartView.model_fields) - {"shipping_address", "billing_address", "status"}),
        status=cart.status,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address,
        items=items,
        shipping_option=ShippingView(id=chosen.id, title=chosen.title, amount=chosen.amount) if chosen else None,
        subtotal=priced.subtotal,
        discount_total=0,
        shipping_total=priced.shipping_total,
        tax_total=0,
        total=priced.total,
        amount_due=priced.total,
        requirements=[Requirement(step=step, code=code) for step, code in priced.requirements],
        token=token,
    )


def order_view(order: Order, sold: Sold, account: payments.Account | None) -> OrderView:
    """The order as staff see it; what is paid is derived from its account."""
    shown = _alike(order, sold, account)
    by_whom = {"cancel_reason": order.cancel_reason, "canceled_by": order.canceled_by}
    return OrderView(**shown, fulfillments=list(order.fulfillment_ids), **by_whom)


def store_order_view(order: Order, sold: Sold, account: payments.Account | None) -> StoreOrderView:
    """The order as its shopper sees it, with its parcels and refunds, which are looked for where there can be any."""
    parcels = fulfillment.fulfillments_of(order.id) if order.fulfillment_ids else []
    parcels = sorted(parcels, key=lambda parcel: order.fulfillment_ids.index(parcel.id))
    refunds = payments.refunds_of(order.id) if account and account.captured else []
    return StoreOrderView(
        **_alike(order, sold, account),
        fulfillments=[_parcel(parcel) for parcel in parcels],
        refunds=[_refund(refund) for refund in refunds],
        cancel_reason=_told_reason(order.cancel_reason),
    )


def _alike(order: Order, sold: Sold, account: payments.Account | None) -> dict[str, Any]:
    progress = {line.id: line for line in order.lines}
    items = [
        OrderItemView(
            **line.model_dump(),
            fulfilled_quantity=progress[line.id].shipped,
            delivered_quantity=progress[line.id].delivered,
            refunded_quantity=progress[line.id].refunded,
            canceled_quantity=progress[line.id].canceled,
        )
        for line in sold.items
    ]
    same = {"id", "number", "version", "currency", "subtotal", "discount_total", "shipping_total", "tax_total", "total"}
    same |= {"reserved_until", "created_at", "updated_at", "placed_at", "canceled_at"}
    return {
        **order.model_dump(include=same),
        "status": order.status,
        "payment_status": payments.payment_status(account, is_open=order.status in ("pending", "placed")),
        "fulfillment_status": order.fulfillment_status,
        "holds": list(order.holds),
        "email": sold.email,
        "items": items,
        "shipping_address": sold.shipping_address,
        "billing_address": sold.billing_address,
        "shipping_option": ShippingView(**sold.shipping_option.model_dump()),
        # what was captured was authorized
        "authorized_total": max(account.authorized, account.captured) if account else 0,
        "captured_total": account.captured if account else 0,
        "refunded_total": account.refunded if account else 0,
        "outstanding_total": account.outstanding if account else 0,
        "payments": list(order.payment_ids),
        "metadata": sold.metadata,
    }


def _told_reason(reason: CancelReason | None) -> TellableReason | None:
    """A shopper is never told that somebody took them for a fraud."""
    return reason if reason in ("customer", "inventory", None) else "other"


def _parcel(parcel: fulfillment.Fulfillment) -> StoreFulfillmentView:
    tracking = parcel.tracking
    return StoreFulfillmentView(
        id=parcel.id,
        status=parcel.status.value,
        items=[ParcelLineView(line_item_id=line, quantity=quantity) for line, quantity in parcel.items],
        tracking=ParcelTrackingView(company=tracking.company, number=tracking.number, url=tracking.url)
        if tracking
        else None,
        tracking_status=parcel.tracking_status.value,
        shipped_at=parcel.shipped_at,
        delivered_at=parcel.delivered_at,
    )


def _refund(refund: payments.Refund) -> StoreRefundView:
    same = ("id", "amount", "currency", "created_at")
    return StoreRefundView(status=refund.status.value, **{name: getattr(refund, name) for name in same})
