"""The shapes that carts and orders take in answers; API.md has them with examples."""

from typing import Literal

from functions.orders.address import Address
from shared.http import View


class ItemView(View):
    """A line of a cart or an order."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    quantity: int
    unit_price: int
    subtotal: int
    discount_total: int
    tax_total: int
    total: int
    adjustments: tuple[str, ...] = ()
    tax_lines: tuple[str, ...] = ()


class ShippingView(View):
    """The chosen shipping option."""

    id: str
    title: str
    amount: int
    tax_total: int = 0


class ShippingOptionView(View):
    """A shipping option that serves the cart."""

    id: str
    title: str
    amount: int
    currency: str


class Requirement(View):
    """What is missing before the cart can be completed."""

    step: str
    code: str


class CartView(View):
    """A cart."""

    id: str
    object: Literal["cart"] = "cart"
    status: str
    version: int
    currency: str
    country: str | None
    customer_id: str | None = None
    email: str | None
    items: list[ItemView]
    shipping_address: Address | None
    billing_address: Address | None
    shipping_option: ShippingView | None
    codes: tuple[str, ...] = ()
    rejected_codes: tuple[str, ...] = ()
    gift_cards: tuple[str, ...] = ()
    subtotal: int
    discount_total: int
    shipping_total: int
    tax_total: int
    total: int
    amount_due: int
    requirements: list[Requirement]
    metadata: dict[str, str]
    order_id: str | None
    expires_at: str
    created_at: str
    updated_at: str
    token: str | None = None  # only in the answer that created the cart


class OrderItemView(ItemView):
    """A line of an order, and how far it has come."""

    fulfilled_quantity: int
    delivered_quantity: int
    refunded_quantity: int
    returned_quantity: int = 0
    canceled_quantity: int


class OrderView(View):
    """An order."""

    id: str
    object: Literal["order"] = "order"
    number: int | None
    version: int
    status: str
    payment_status: str
    fulfillment_status: str
    return_status: str = "none"
    holds: tuple[str, ...] = ()
    currency: str
    email: str
    customer_id: str | None = None
    items: list[OrderItemView]
    shipping_address: Address
    billing_address: Address | None
    shipping_option: ShippingView
    subtotal: int
    discount_total: int
    shipping_total: int
    tax_total: int
    total: int
    authorized_total: int
    captured_total: int
    refunded_total: int
    outstanding_total: int
    payments: list[str]
    fulfillments: list[str]
    returns: tuple[str, ...] = ()
    reserved_until: str | None
    created_at: str
    updated_at: str
    placed_at: str | None
    canceled_at: str | None
    cancel_reason: str | None
    metadata: dict[str, str]


class PaymentToMake(View):
    """What the shopper's client needs to pay."""

    id: str
    client_secret: str | None
    checkout_url: str | None = None


class Completed(View):
    """A completed cart: the order, its token, and the payment to make (null where nothing is to be paid)."""

    order: OrderView
    order_token: str
    payment: PaymentToMake | None
