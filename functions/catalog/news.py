"""What the catalog says of a change: that a product is another now, and each price that moved. Pure."""

from collections.abc import Sequence

from events import PriceChanged, ProductUpdated
from functions.catalog.product import Product, Variant
from shared.event import Event

NAMED_MAX = 100  # variants in an event: 3 of its 24 KB


def news(after: Product, variants_before: Sequence[Variant], variants_after: Sequence[Variant]) -> list[Event]:
    """The events of one commit. A new variant's first prices are no change; `product.updated` tells of it."""
    seen = {variant.id: variant for variant in variants_before}
    moves = [change for each in variants_after if each.id in seen for change in price_changes(seen[each.id], each)]
    return [updated(after), *moves]


def updated(after: Product) -> ProductUpdated:
    """That it is another now. It names no more variants than fit; consumers ask how the product is."""
    ids = after.variant_ids
    return ProductUpdated(
        product_id=after.id,
        status=after.status.value,
        variant_ids=list(ids[:NAMED_MAX]),
        variants_count=len(ids),
    )


def price_changes(before: Variant, after: Variant) -> list[PriceChanged]:
    """The news of a variant's prices."""
    return [
        PriceChanged(
            product_id=after.product_id,
            variant_id=after.id,
            currency=currency,
            amount_before=before.prices.get(currency),
            amount=after.prices.get(currency),
        )
        for currency in sorted({*before.prices, *after.prices})
        if before.prices.get(currency) != after.prices.get(currency)
    ]
