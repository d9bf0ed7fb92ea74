"""What the catalog says."""

from typing import ClassVar

from shared.event import Event


class ProductUpdated(Event):
    """A product was made or changed; ask the catalog for how it is now.

    variant_ids: its first hundred variants. variants_count: how many it has; null in what was said by earlier releases,
    where all are named.
    """

    type: ClassVar[str] = "product.updated"
    product_id: str
    status: str
    variant_ids: list[str]
    variants_count: int | None = None


class MediaAdded(Event):
    """A product has another picture, which nobody has looked at yet."""

    type: ClassVar[str] = "media.added"
    product_id: str
    media_id: str


class PriceChanged(Event):
    """A variant's price in one currency is another now. Amounts in minor units; null: no price."""

    type: ClassVar[str] = "price.changed"
    product_id: str
    variant_id: str
    currency: str
    amount_before: int | None
    amount: int | None
