"""What a cart costs, computed anew each time from the prices of now. Pure, integers only.

Σ line totals + shipping = total, and for each line subtotal − discounts + tax = total, always.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from functions.catalog import Variant
from functions.fulfillment import Quote, ShippingOption, quotes
from functions.inventory import Levels
from functions.orders.cart import Cart, CartLine
from functions.payments import NotChargeable, check_charge

SUM_MAX = 2**53 - 1  # the largest whole number that every JSON client holds exactly


@dataclass(frozen=True)
class PricedLine:
    """A line with its prices in minor units. Not is_available: not for sale in this currency (any more).

    is_too_much: with it the cart would come to more than can be counted; it is left out of the sums. available: what
    may be sold of the variant; None where nobody has looked.
    """

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    handle: str | None
    image: str | None
    quantity: int
    unit_price: int
    is_available: bool
    is_too_much: bool = False
    available: int | None = None

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
    def is_too_much(self) -> bool:
        """Whether it comes to more than can be counted."""
        return any(line.is_too_much for line in self.lines)

    @property
    def is_chargeable(self) -> bool:
        """Whether the processor takes a payment of this total, or there is nothing to pay."""
        if self.total == 0:
            return True
        try:
            check_charge(self.total, self.cart.currency)
        except NotChargeable:
            return False
        return True

    @property
    def requirements(self) -> tuple[tuple[str, str], ...]:
        """(step, code) of what is missing, in the order in which a checkout asks for it."""
        missing = (
            ("items", "items_required", not self.lines),
            ("items", "variant_unavailable", any(not (line.is_available or line.is_too_much) for line in self.lines)),
            ("items", "amount_too_large", self.is_too_much),
            ("email", "email_required", self.cart.email is None),
            ("shipping_address", "shipping_address_required", self.cart.shipping_address is None),
            ("shipping_option", "shipping_option_required", self.shipping is None),
            ("payment", "amount_not_chargeable", not self.is_chargeable),
        )
        return tuple((step, code) for step, code, is_missing in missing if is_missing)


def price(
    cart: Cart, variants: Mapping[str, Variant], options: tuple[ShippingOption, ...], levels: Levels | None = None
) -> Priced:
    """The cart at the prices of these variants and shipping options. levels: of its variants, where they were read."""
    served: tuple[Quote, ...] = ()
    if cart.ships_to:
        weights = (
            variants[line.variant_id].weight_g * line.quantity for line in cart.lines if line.variant_id in variants
        )
        served = quotes(options, country=cart.ships_to, currency=cart.currency, weight_g=sum(weights))
    chosen = next((quote for quote in served if quote.id == cart.shipping_option_id), None)
    lines = (_line(line, variants.get(line.variant_id), cart.currency, levels) for line in cart.lines)
    return Priced(cart, _countable(lines, chosen.amount if chosen else 0), served, chosen)


def _countable(lines: Iterable[PricedLine], so_far: int) -> tuple[PricedLine, ...]:
    """The lines, without the prices of those that take the sum beyond SUM_MAX."""
    counted: list[PricedLine] = []
    for line in lines:
        fits = so_far + line.total <= SUM_MAX
        counted.append(line if fits else replace(line, unit_price=0, is_available=False, is_too_much=True))
        so_far += counted[-1].total
    return tuple(counted)


def _title(variant: Variant | None) -> str:
    """What the line is called; of a product that was withdrawn, as it was called while it was for sale."""
    if variant is None:
        return ""
    return variant.title if variant.is_active else variant.shown_title


def _line(line: CartLine, variant: Variant | None, currency: str, levels: Levels | None) -> PricedLine:
    seen = variant if variant and variant.is_active else None
    price = seen.prices.get(currency) if seen else None
    return PricedLine(
        id=line.id,
        variant_id=line.variant_id,
        product_id=variant.product_id if variant else "",
        sku=variant.sku if variant else "",
        title=_title(variant),
        handle=seen.handle if seen else None,
        image=seen.image if seen else None,
        quantity=line.quantity,
        unit_price=price or 0,
        is_available=price is not None,
        available=levels.available(line.variant_id) if levels else None,
    )
