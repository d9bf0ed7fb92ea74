"""The shapes that carts and orders take in requests and answers; API.md has them with examples."""

from typing import Annotated, Literal

from pydantic import Field, HttpUrl, StringConstraints

from functions import payments
from functions.fulfillment import NewTracking
from functions.orders.address import Address
from functions.orders.cart import LINES_MAX, Cart
from functions.orders.order import CancelReason, Order, Sold
from functions.orders.pricing import Priced
from shared.http import (
    Amount,
    CountryCode,
    CurrencyCode,
    Email,
    Input,
    Metadata,
    PageQuery,
    Prose,
    Quantity,
    View,
)

Id = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_]+$")]
DAY, TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?"
Moment = Annotated[str, StringConstraints(pattern=rf"^{DAY}(T{TIME}Z)?$")]


class NewItem(Input):
    """A variant and how many."""

    variant_id: Id
    quantity: Quantity = 1


class NewQuantity(Input):
    """Another quantity for a line."""

    quantity: Quantity


class EmailInput(Input):
    """Where the confirmation goes."""

    email: Email


class ShippingChoice(Input):
    """One of the cart's shipping options."""

    id: Id


class NewCart(Input):
    """A cart, empty or whole."""

    currency: CurrencyCode
    country: CountryCode | None = None
    items: Annotated[list[NewItem], Field(max_length=LINES_MAX)] = Field(default_factory=list)
    email: Email | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    shipping_option: ShippingChoice | None = None
    metadata: Metadata = Field(default_factory=dict)


class HowToPay(Input):
    """The processor and its flow."""

    provider: Literal["stripe"] = "stripe"
    flow: Literal["payment_intent"] = "payment_intent"
    return_url: HttpUrl | None = None


class Completion(Input):
    """What the shopper saw and how they pay."""

    expected_total: Amount
    payment: HowToPay = HowToPay()


class Cancellation(Input):
    """Why, and what becomes of stock and money."""

    reason: CancelReason = "other"
    restock: bool = True
    refund: bool = True


class ItemQuantity(Input):
    """Some units of a line."""

    line_item_id: Id
    quantity: Quantity


class NewFulfillment(Input):
    """A shipment from a location, with its tracking."""

    location_id: Id
    items: Annotated[list[ItemQuantity], Field(min_length=1, max_length=LINES_MAX)]
    tracking: NewTracking
    notify_customer: bool = True


class NewRefund(Input):
    """Money back: an amount, or what some units (and some shipping) cost; both, where the amount shall be another."""

    order_id: Id
    amount: Annotated[int, Field(ge=1, le=10**12)] | None = None
    reason: Literal["requested_by_customer", "duplicate", "fraudulent"] = "requested_by_customer"
    items: Annotated[list[ItemQuantity], Field(max_length=LINES_MAX)] = Field(default_factory=list)
    shipping_amount: Amount = 0
    destination: Literal["original_payment"] = "original_payment"
    note: Prose = ""


class OrderQuery(PageQuery):
    """Filters of the list of orders."""

    status: Literal["pending", "placed", "expired", "canceled"] | None = None
    created_at_gte: Moment | None = None
    created_at_lte: Moment | None = None


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
