"""The shapes that carts and orders take in answers."""

from typing import Literal

from functions import fulfillment, payments
from functions.orders.approval import ApprovalStatus
from functions.orders.lifecycle import CartStatus, Status
from functions.orders.notes import Note
from functions.orders.order import CancelReason, FulfillmentStatus
from shared.address import Address, SeenAddress
from shared.http import View
from shared.http.persons import Personal

TellableReason = Literal["customer", "inventory", "other"]  # why an order was canceled, as its shopper may know


class ItemView(View):
    """A line of a cart or an order. handle, image: of its product; null where they are not known."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    handle: str | None
    image: str | None
    quantity: int
    unit_price: int
    subtotal: int
    discount_total: int
    tax_total: int
    total: int


class CartItemView(ItemView):
    """A line of a cart. in_stock: whether all of it could be had now, null where nobody has looked.

    available: how many units may be sold; null where the shop does not show it.
    """

    in_stock: bool | None
    stock: Literal["in_stock", "low", "out"] | None
    available: int | None


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

    step: Literal["items", "email", "shipping_address", "shipping_option", "payment"]
    code: str


class CartApproval(View):
    """A company's word for a cart. status: `outdated` where the cart is another since; total: up to which it goes.

    decline_reason: what the admin said who declined it; null where they said nothing, or nobody has declined it.
    """

    company_id: str
    status: ApprovalStatus
    total: int
    asked_by: str
    asked_at: str
    approved_by: str | None
    approved_at: str | None
    declined_by: str | None
    declined_at: str | None
    decline_reason: str | None


class CartView(View):
    """A cart. approval: null where its customer has not asked for the word of their company."""

    id: str
    object: Literal["cart"] = "cart"
    status: CartStatus
    version: int
    currency: str
    country: str | None
    customer_id: str | None
    email: str | None
    items: list[CartItemView]
    shipping_address: Address | None
    billing_address: Address | None
    shipping_option: ShippingView | None
    subtotal: int
    discount_total: int
    shipping_total: int
    tax_total: int
    total: int
    amount_due: int
    requirements: list[Requirement]
    metadata: dict[str, str]
    approval: CartApproval | None
    order_id: str | None
    expires_at: str
    created_at: str
    updated_at: str
    token: str | None = None  # only in the answer that created the cart


class NotTakenView(View):
    """Units that found no room in the customer's cart. code: `too_many_lines` or `quantity_too_large`."""

    variant_id: str
    quantity: int
    code: Literal["too_many_lines", "quantity_too_large"]


class MergedCart(View):
    """The customer's cart after a guest's was merged into it, and what did not fit.

    restorable_until: how long the guest's can be had back as it was; null where it became the customer's itself.
    """

    cart: CartView
    merged_cart_id: str
    not_taken: list[NotTakenView]
    restorable_until: str | None


class OrderItemView(ItemView):
    """A line of an order, and how far it has come."""

    fulfilled_quantity: int
    delivered_quantity: int
    refunded_quantity: int
    canceled_quantity: int


class ParcelLineView(View):
    """How much of a line is in the parcel."""

    line_item_id: str
    quantity: int


class ParcelTrackingView(View):
    """Where the shopper can follow the parcel."""

    company: str
    number: str
    url: str | None


class StoreFulfillmentView(View):
    """A parcel of the order, as its shopper sees it."""

    id: str
    status: fulfillment.Status
    items: list[ParcelLineView]
    tracking: ParcelTrackingView | None
    tracking_status: fulfillment.TrackingStatus
    shipped_at: str
    delivered_at: str | None


class StoreRefundView(View):
    """Money on its way back to the shopper."""

    id: str
    status: payments.RefundStatus
    amount: int
    currency: str
    created_at: str


class KeptLineView(View):
    """What is in a cart, without its price."""

    variant_id: str
    quantity: int


class KeptCart(View):
    """A cart as it is kept."""

    id: str
    object: Literal["cart"] = "cart"
    status: CartStatus
    currency: str
    country: str | None
    items: list[KeptLineView]
    metadata: dict[str, str]
    order_id: str | None
    created_at: str
    updated_at: str


class CartToApprove(View):
    """A cart that waits for a company's word, as the company's admins see it: what is in it, and for whom."""

    object: Literal["cart_approval"] = "cart_approval"
    cart_id: str
    version: int
    currency: str
    items: list[KeptLineView]
    approval: CartApproval


class OwnCartView(KeptCart):
    """A cart as it is kept, for whose it is."""

    email: str | None
    shipping_address: Address | None
    billing_address: Address | None


class SeenCartView(KeptCart):
    """A cart as it is kept, for staff."""

    email: Personal
    shipping_address: SeenAddress | None
    billing_address: SeenAddress | None


class SoldTaxIdView(View):
    """A tax id as it was then, and its country."""

    country: str
    number: str


class SoldCompanyView(View):
    """The company that an order was bought for, as it was taxed and paid then."""

    tax_ids: list[SoldTaxIdView]
    exemption_certificate: str | None
    net_days: int | None


class SeenTaxId(View):
    """A tax id, as staff see it: who trades under their own name may be known by it."""

    country: str
    number: Personal


class SeenCompany(View):
    """The company that an order was bought for, as staff see it."""

    tax_ids: list[SeenTaxId]
    exemption_certificate: Personal
    net_days: int | None


class OrderBase(View):
    """What shoppers and staff see of an order alike. holds: `email_confirmation` while a free order waits for it."""

    id: str
    object: Literal["order"] = "order"
    number: int | None
    version: int
    status: Status
    payment_status: payments.OrderPaymentStatus
    fulfillment_status: FulfillmentStatus
    holds: list[str]
    currency: str
    customer_id: str | None
    company_id: str | None
    items: list[OrderItemView]
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
    reserved_until: str | None
    created_at: str
    updated_at: str
    placed_at: str | None
    canceled_at: str | None
    metadata: dict[str, str]


class OrderView(OrderBase):
    """An order, as staff see it. fulfillments: the ids of its parcels. canceled_by: a key's id, or `processor`.

    Without `customers:read`, email is null and an address has its country alone. tokens_valid_from: where tokens were
    revoked, those count that were made from then on.
    """

    email: Personal
    shipping_address: SeenAddress
    billing_address: SeenAddress | None
    buyer_company: SeenCompany | None
    fulfillments: list[str]
    cancel_reason: CancelReason | None
    canceled_by: str | None
    tokens_valid_from: str | None


class ShopperOrder(OrderBase):
    """What a shopper sees of an order in whatever place."""

    email: str
    shipping_address: Address
    billing_address: Address | None
    buyer_company: SoldCompanyView | None


class StoreOrderView(ShopperOrder):
    """An order, as its shopper sees it, with its parcels and refunds."""

    fulfillments: list[StoreFulfillmentView]
    refunds: list[StoreRefundView]
    cancel_reason: TellableReason | None


class ClaimedOrders(View):
    """Orders that are the customer's from now on. has_more: there are more than one request takes; ask again."""

    object: Literal["claimed_orders"] = "claimed_orders"
    claimed: list[str]
    has_more: bool


class NoteView(View):
    """What one of the staff noted on an order. by: a staff's or a key's id."""

    id: str
    object: Literal["order_note"] = "order_note"
    order_id: str
    note: str
    by: str
    created_at: str

    @classmethod
    def of(cls, note: Note) -> "NoteView":
        """As it is shown."""
        return cls(**note.model_dump(exclude={"request_id"}))


class DeletedNote(View):
    """A note that is gone."""

    id: str
    object: Literal["order_note"] = "order_note"
    deleted: Literal[True] = True


class SpentView(View):
    """What was bought in a currency."""

    currency: str
    amount: int


class OrderSummary(View):
    """What a customer has bought: orders that were placed and not canceled, less what was refunded of them.

    last_order_at: when the last of them was placed; null where there is none.
    """

    object: Literal["order_summary"] = "order_summary"
    customer_id: str
    orders: int
    spent: list[SpentView]
    last_order_at: str | None


class OwnOrderView(ShopperOrder):
    """An order in its customer's history. Its parcels and refunds are shown with the order itself."""


class PaymentToMake(View):
    """What the shopper's client needs to pay."""

    id: str
    client_secret: str


class Completed(View):
    """A completed cart: the order, its token, and the payment to make (null where nothing is to be paid)."""

    order: StoreOrderView
    order_token: str
    payment: PaymentToMake | None
