"""What an e-mail about an order needs to know of it."""

from dataclasses import dataclass
from typing import Any

from functions.orders import store
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
