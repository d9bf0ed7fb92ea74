"""What an e-mail about an order, or about a cart that needs a company's word, needs to know of it."""

from dataclasses import dataclass
from typing import Any

from functions.orders import store
from functions.orders.approval import ApprovalStatus
from functions.orders.lifecycle import CartStatus
from shared.dynamo import fetch
from shared.errors import NotFound


@dataclass(frozen=True)
class MailLine:
    """A line as the shopper reads it; amounts in minor units."""

    id: str
    title: str
    sku: str
    quantity: int
    unit_price: int
    total: int


@dataclass(frozen=True)
class OrderForMail:
    """An order as the shopper reads it; amounts in minor units of `currency`."""

    id: str
    number: int | None
    status: str
    email: str
    locale: str | None  # the language the shopper asked for; None: never said
    currency: str
    items: tuple[MailLine, ...]
    subtotal: int
    discount_total: int
    shipping_total: int
    tax_total: int
    total: int
    shipping_address: dict[str, Any]
    created_at: str
    customer_id: str | None = None  # None: a guest's


def order_for_mail(order_id: str) -> OrderForMail | None:
    """The order, or None where there is none (any more), or nobody to write to, since the person is erased."""
    try:
        (whole,) = fetch(store.order(order_id))
    except NotFound:
        return None
    order, sold = whole.order, whole.sold
    if sold.email is None or sold.shipping_address is None:
        return None
    return OrderForMail(
        id=order.id,
        number=order.number,
        status=order.status,
        email=sold.email,
        locale=None,  # carts have no language yet
        currency=order.currency,
        items=tuple(
            MailLine(line.id, line.title, line.sku, line.quantity, line.unit_price, line.total) for line in sold.items
        ),
        subtotal=order.subtotal,
        discount_total=order.discount_total,
        shipping_total=order.shipping_total,
        tax_total=order.tax_total,
        total=order.total,
        shipping_address=sold.shipping_address.model_dump(),
        created_at=order.created_at,
        customer_id=order.customer_id,
    )


@dataclass(frozen=True)
class CartForMail:
    """A cart for which a company's word was asked. asked_by: its customer; total: minor units of `currency`.

    decided_at: when an admin approved or declined it; reason: what they said who declined.
    """

    id: str
    asked_by: str | None
    asked_at: str
    status: ApprovalStatus
    decided_at: str | None
    reason: str | None
    currency: str
    total: int
    pieces: int


def cart_for_mail(cart_id: str) -> CartForMail | None:
    """The cart as it stands now; None where it is gone, became an order, or nobody has asked."""
    try:
        (cart,) = fetch(store.cart(cart_id))
    except NotFound:
        return None
    word = cart.approval
    if word is None or cart.status is not CartStatus.OPEN:
        return None
    return CartForMail(
        id=cart.id,
        asked_by=cart.customer_id,
        asked_at=word.asked_at,
        status=word.status(cart),
        decided_at=word.declined_at or word.approved_at,
        reason=cart.decline_reason,
        currency=cart.currency,
        total=word.total,
        pieces=sum(line.quantity for line in cart.lines),
    )
