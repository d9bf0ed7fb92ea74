"""What was sold with an order, to whom and where it goes: written once, never changed."""

from pydantic import BaseModel, ConfigDict

from shared.address import Address, Destination


class SoldLine(BaseModel):
    """A line as it was sold; amounts in minor units."""

    model_config = ConfigDict(frozen=True)

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    handle: str | None = None  # of its product, when it was sold; older orders do not know it
    image: str | None = None
    quantity: int
    unit_price: int
    subtotal: int
    discount_total: int
    tax_total: int
    total: int


class SoldShipping(BaseModel):
    """The shipping option as it was chosen."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    amount: int


class SoldTaxId(BaseModel):
    """A tax id as it was then, and its country."""

    model_config = ConfigDict(frozen=True)

    country: str
    number: str


class SoldCompany(BaseModel):
    """What it was bought for, and how that was taxed and paid then. net_days: None where no terms were agreed."""

    model_config = ConfigDict(frozen=True)

    tax_ids: tuple[SoldTaxId, ...] = ()
    exemption_certificate: str | None = None
    net_days: int | None = None


class Sold(BaseModel):
    """What was sold, to whom and where it goes. Written once, with the order.

    To whom is None where nobody looks, and for good once the person is erased; `destination` stays.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    order_id: str
    email: str | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    destination: Destination | None = None  # None in orders of before, whose address is in the open
    shipping_option: SoldShipping
    items: tuple[SoldLine, ...]
    company: SoldCompany | None = None  # where its buyer bought for one; stays when they are erased
    metadata: dict[str, str] = {}

    @property
    def whereto(self) -> Address | Destination:
        """Where it goes, as far as that is known."""
        where = self.shipping_address or self.destination
        assert where, "one of them is written with each order"
        return where

    def line(self, line_item_id: str) -> SoldLine:
        """The line of that id, which the order has."""
        return next(line for line in self.items if line.id == line_item_id)
