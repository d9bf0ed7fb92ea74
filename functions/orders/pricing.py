"""What a cart costs, computed anew each time from the prices of now. Pure, integers only.

Σ line totals + shipping = total, and for each line subtotal − discounts + tax = total, always.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.catalog import Variant
from functions.fulfillment import Quote, ShippingOption, quotes
from functions.orders.cart import Cart, CartLine


@dataclass(frozen=True)
class PricedLine:
    """A line with its prices in minor units. Not is_available: not for sale in this currency (any more)."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    quantity: int
    unit_price: int
    is_available: bool

    @property
    def subtotal(self) -> int:
        """Before discounts and tax."""
        return self.unit_price * self.quantity

    @property
    def total(self) -> int:
        """What the shopper pays for the line."""
        return self.subtotal


@dataclass(frozen=True)
class Priced:
    """A cart with its prices, and what is still missing before it can be completed."""

    cart: Cart
    lines: tuple[PricedLine, ...]
    shipping_options: tuple[Quote, ...]  # those that serve this cart
    shipping: Quote | None  # the chosen one, if it still serves

    @property
    def subtotal(self) -> int:
        """All lines, before discounts and tax."""
        return sum(line.subtotal for line in self.lines)

    @property
    def shipping_total(self) -> int:
        """The chosen shipping option's price; 0 until one is chosen."""
        return self.shipping.amount if self.shipping else 0

    @property
    def total(self) -> int:
        """What the shopper pays."""
        return sum(line.total for line in self.lines) + self.shipping_total

    @property
    def requirements(self) -> tuple[tuple[str, str], ...]:
        """(step, code) of what is missing, in the order in which a checkout asks for it."""
        missing = (
            ("items", "items_required", not self.lines),
            ("items", "variant_unavailable", any(not line.is_available for line in self.lines)),
            ("email", "email_required", self.cart.email is None),
            ("shipping_address", "shipping_address_required", self.cart.shipping_address is None),
            ("shipping_option", "shipping_option_required", self.shipping is None),
        )
        return tuple((step, code) for step, code, is_missing in missing if is_missing)


def price(cart: Cart, variants: Mapping[str, Variant], options: tuple[ShippingOption, ...]) -> Priced:
    """The cart at the prices of these variants and shipping options."""
    lines = tuple(_line(line, variants.get(line.variant_id), cart.currency) for line in cart.lines)
    served: tuple[Quote, ...] = ()
    if cart.ships_to:
        weights = (
            variants[line.variant_id].weight_g * line.quantity for line in cart.lines if line.variant_id in variants
        )
        served = quotes(options, country=cart.ships_to, currency=cart.currency, weight_g=sum(weights))
    chosen = next((quote for quote in served if quote.id == cart.shipping_option_id), None)
    return Priced(cart, lines, served, chosen)


def _title(variant: Variant | None) -> str:
    """What the line is called; of a product that was withdrawn, as it was called while it was for sale."""
    if variant is None:
        return ""
    return variant.title if variant.is_active else variant.shown_title


def _line(line: CartLine, variant: Variant | None, currency: str) -> PricedLine:
    is_available = variant is not None and variant.is_active and currency in variant.prices
    return PricedLine(
        id=line.id,
        variant_id=line.variant_id,
        product_id=variant.product_id if variant else "",
        sku=variant.sku if variant else "",
        title=_title(variant),
        quantity=line.quantity,
        unit_price=variant.prices[currency] if variant and is_available else 0,
        is_available=is_available,
    )
