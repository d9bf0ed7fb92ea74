"""What orders say. Amounts in minor units of `currency`; never a name or an address."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from shared.event import Event


class OrderLine(BaseModel):
    """One line of an order, as it was sold."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line_item_id: str
    product_id: str
    variant_id: str
    sku: str
    quantity: int
    unit_price: int
    discount_total: int
    tax_total: int
    total: int


class OrderPending(Event):
    """A cart was completed: stock is set aside, the money is awaited."""

    type: ClassVar[str] = "order.pending"
    order_id: str
    currency: str
    total: int
    reserved_until: str


class OrderPlaced(Event):
    """The order is paid and will be fulfilled. This is the sale that reports count."""

    type: ClassVar[str] = "order.placed"
    order_id: str
    number: int
    currency: str
    country: str  # of the shipping address
    subtotal: int
    discount_total: int
    shipping_total: int
    tax_total: int
    total: int
    items: list[OrderLine]


class OrderCanceled(Event):
    """The order will not be fulfilled; what was paid goes back."""

    type: ClassVar[str] = "order.canceled"
    order_id: str
    reason: Literal["customer", "fraud", "inventory", "other"]
    was_placed: bool  # False: it was still waiting for its money


class OrderExpired(Event):
    """The money did not come in time; the stock is free again."""

    type: ClassVar[str] = "order.expired"
    order_id: str


class CartApprovalRequested(Event):
    """A buyer asked for their company's word on a cart that comes to more than they may order alone."""

    type: ClassVar[str] = "cart.approval_requested"
    cart_id: str
    company_id: str
    asked_by: str
    asked_at: str
    currency: str
    total: int


class CartApprovalDecided(Event):
    """An admin of the company approved the cart up to its total, or declined it: then its buyer may ask again."""

    type: ClassVar[str] = "cart.approval_decided"
    cart_id: str
    company_id: str
    asked_by: str
    decided_by: str
    decided_at: str
    status: Literal["approved", "declined"]
    currency: str
    total: int
