"""Reading and writing the catalog: loads, and the staged writes of a new or changed product."""

from collections.abc import Iterable, Sequence

from functions.catalog.lifecycle import Status
from functions.catalog.product import Product, ProductSummary, Variant
from functions.catalog.table import (
    SPEC,
    collection_item,
    collection_key,
    handle_item,
    handle_key,
    product_item,
    product_key,
    product_of,
    variant_item,
    variant_key,
    variant_of,
)
from shared.dynamo import Item, Read, Write, create, delete, replace
from shared.errors import Refused


class HandleTaken(Refused):
    """Another product has this handle."""

    code = "handle_taken"

    def __init__(self, handle: str) -> None:
        super().__init__(f"Another product has the handle {handle}.", param="handle", details={"handle": handle})


def variants(ids: Iterable[str]) -> Read[dict[str, Variant]]:
    """The variants with these ids, by id and in their order; one that does not exist is absent."""
    keys = tuple(variant_key(variant_id) for variant_id in dict.fromkeys(ids))
    return Read(SPEC, keys, lambda items: {item["id"]: variant_of(item) for item in items if item})


def full_products(ids: Iterable[str]) -> Read[dict[str, Product]]:
    """The products with these ids, by id and in their order; one that does not exist is absent."""
    keys = tuple(product_key(product_id) for product_id in dict.fromkeys(ids))
    return Read(SPEC, keys, lambda items: {item["id"]: product_of(item) for item in items if item})


def products(ids: Iterable[str]) -> Read[dict[str, ProductSummary]]:
    """The names of the products with these ids, by id; one that does not exist is absent."""
    read = full_products(ids)

    def parse(items: list[Item | None]) -> dict[str, ProductSummary]:
        return {each.id: ProductSummary(each.id, each.title, each.handle) for each in read.parse(items).values()}

    return Read(SPEC, read.keys, parse)


def holder(handle: str) -> Read[str | None]:
    """The id of the product with this handle, or None."""
    return Read(SPEC, (handle_key(handle),), lambda items: items[0]["product_id"] if items[0] else None)


def saved(
    before: Product | None, after: Product, variants_before: Sequence[Variant], variants_after: Sequence[Variant]
) -> list[Write]:
    """The staged writes that turn one state of a product into the next. before: None for a new product.

    A variant is written where it differs. The commit raises Stale where anything was changed since it was read, and
    HandleTaken.
    """
    seen = {variant.id: variant for variant in variants_before}
    return [
        replace(SPEC, product_item(after), seen=before.version if before else 0),
        *_handle_writes(before, after),
        *(
            replace(SPEC, variant_item(variant), seen=seen[variant.id].version if variant.id in seen else 0)
            for variant in variants_after
            if variant != seen.get(variant.id)
        ),
        *_collection_writes(before, after),
    ]


def _handle_writes(before: Product | None, after: Product) -> list[Write]:
    if before and before.handle == after.handle:
        return []
    claim = create(SPEC, handle_item(after.handle, after.id), refusal=lambda _: HandleTaken(after.handle))
    return [claim, *([delete(SPEC, handle_key(before.handle))] if before else [])]


def _collection_writes(before: Product | None, after: Product) -> list[Write]:
    was, becomes = _shown_in(before), _shown_in(after)
    return [
        *(create(SPEC, collection_item(after.id, name)) for name in sorted(becomes - was)),
        *(delete(SPEC, collection_key(after.id, name)) for name in sorted(was - becomes)),
    ]


def _shown_in(product: Product | None) -> set[str]:
    return set(product.collections) if product and product.status is Status.ACTIVE else set()
