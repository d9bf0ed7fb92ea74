"""Carts and orders as they are shown."""

from typing import Any

from functions import fulfillment, inventory, payments
from functions.orders.approval import Approval
from functions.orders.cart import Cart
from functions.orders.order import CancelReason, Order
from functions.orders.pricing import Priced, PricedLine
from functions.orders.sold import Sold
from functions.orders.views import (
    CartApproval,
    CartItemView,
    CartToApprove,
    CartView,
    KeptLineView,
    OrderItemView,
    OrderView,
    OwnOrderView,
    ParcelLineView,
    ParcelTrackingView,
    Requirement,
    SeenCompany,
    ShippingView,
    SoldCompanyView,
    StoreFulfillmentView,
    StoreOrderView,
    StoreRefundView,
    TellableReason,
)
from shared.address import seen_address


def cart_view(priced: Priced, token: str | None = None) -> CartView:
    """The cart as it is shown."""
    chosen = priced.shipping
    return CartView(
        **_of_cart(priced.cart),
        items=[_item(line) for line in priced.lines],
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


def closed_cart_view(cart: Cart) -> CartView:
    """A cart that became an order, to who has no more than its token: which order, and nothing of what is in it."""
    nothing = dict.fromkeys(("country", "email", "shipping_address", "billing_address", "approval"))
    sums = ("subtotal", "discount_total", "shipping_total", "tax_total", "total", "amount_due")
    whole = {**_of_cart(cart), **nothing, "metadata": {}, **dict.fromkeys(sums, 0)}
    return CartView(**whole, items=[], shipping_option=None, requirements=[])


def sold_cart_view(cart: Cart, order: Order, sold: Sold) -> CartView:
    """A cart that became an order: what was sold, whatever prices and products are today."""
    sums = {"subtotal", "discount_total", "shipping_total", "tax_total", "total"}
    return CartView(
        **_of_cart(cart),
        items=[CartItemView(**line.model_dump(), in_stock=None, stock=None, available=None) for line in sold.items],
        shipping_option=ShippingView(**sold.shipping_option.model_dump()),
        **order.model_dump(include=sums),
        amount_due=order.total,
        requirements=[],
    )


def _of_cart(cart: Cart) -> dict[str, Any]:
    same = {"id", "version", "currency", "country", "customer_id", "email", "metadata", "order_id"}
    same |= {"expires_at", "created_at", "updated_at"}
    addresses = {"shipping_address": cart.shipping_address, "billing_address": cart.billing_address}
    word = {"approval": approval_view(cart, cart.approval) if cart.approval else None}
    return {**cart.model_dump(include=same), **addresses, **word, "status": cart.status}


def approval_view(cart: Cart, word: Approval) -> CartApproval:
    """The company's word for a cart, as it stands."""
    reason = cart.decline_reason if word.declined_by else None
    return CartApproval(**word.model_dump(exclude={"contents"}), status=word.status(cart), decline_reason=reason)


def to_approve_view(cart: Cart) -> CartToApprove:
    """A cart that somebody asked a company's word for."""
    assert cart.approval, "whoever calls has looked"
    return CartToApprove(
        cart_id=cart.id,
        version=cart.version,
        currency=cart.currency,
        items=[KeptLineView(variant_id=line.variant_id, quantity=line.quantity) for line in cart.lines],
        approval=approval_view(cart, cart.approval),
    )


def _item(line: PricedLine) -> CartItemView:
    same = ("id", "variant_id", "product_id", "sku", "title", "handle", "image", "quantity", "unit_price")
    hint = inventory.stock_hint(line.available, line.quantity) if line.available is not None else None
    return CartItemView(
        **{name: getattr(line, name) for name in same},
        subtotal=line.subtotal,
        discount_total=0,
        tax_total=0,
        total=line.total,
        in_stock=hint.is_enough if hint else None,
        stock=hint.stock if hint else None,
        available=hint.available if hint else None,
    )


def order_view(order: Order, sold: Sold, account: payments.Account | None) -> OrderView:
    """The order as staff see it; what is paid is derived from its account."""
    shown = _alike(order, sold, account)
    shown["shipping_address"] = seen_address(sold.whereto)
    shown["billing_address"] = seen_address(sold.billing_address) if sold.billing_address else None
    shown["buyer_company"] = SeenCompany(**sold.company.model_dump()) if sold.company else None
    by_whom = {"cancel_reason": order.cancel_reason, "canceled_by": order.canceled_by}
    by_whom["tokens_valid_from"] = order.tokens_valid_from
    return OrderView(**shown, fulfillments=list(order.fulfillment_ids), **by_whom)


def own_order_view(order: Order, sold: Sold, account: payments.Account | None) -> OwnOrderView:
    """The order as it stands in its customer's history."""
    return OwnOrderView(**_alike(order, sold, account))


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
    same |= {"customer_id", "company_id", "reserved_until", "created_at", "updated_at", "placed_at", "canceled_at"}
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
        "buyer_company": SoldCompanyView(**sold.company.model_dump()) if sold.company else None,
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
