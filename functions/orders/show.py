"""Carts and orders as they are shown."""

from functions import payments
from functions.orders.cart import Cart
from functions.orders.order import Order
from functions.orders.pricing import Priced
from functions.orders.sold import Sold
from functions.orders.views import CartView, ItemView, OrderItemView, OrderView, Requirement, ShippingView


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
    """The order as it is shown; what is paid is derived from its account."""
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
    same |= {"reserved_until", "created_at", "updated_at", "placed_at", "canceled_at", "cancel_reason"}
    return OrderView(
        **order.model_dump(include=same),
        status=order.status,
        payment_status=payments.payment_status(account, is_open=order.status in ("pending", "placed")),
        fulfillment_status=order.fulfillment_status,
        email=sold.email,
        items=items,
        shipping_address=sold.shipping_address,
        billing_address=sold.billing_address,
        shipping_option=ShippingView(**sold.shipping_option.model_dump()),
        authorized_total=max(account.authorized, account.captured)
        if account
        else 0,  # what was captured was authorized
        captured_total=account.captured if account else 0,
        refunded_total=account.refunded if account else 0,
        outstanding_total=account.outstanding if account else 0,
        payments=list(order.payment_ids),
        fulfillments=list(order.fulfillment_ids),
        metadata=sold.metadata,
    )
