"""What the search needs: all products for sale to make its index of, and some of them as shoppers see them now.

Apart from the catalog's face, which carts start with: an index and views cost what they never need.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from functions.catalog import store
from functions.catalog.browse import Reader
from functions.catalog.lifecycle import Status
from functions.catalog.product import Variant, Whole
from functions.catalog.settings import shows_stock
from functions.catalog.table import PRODUCTS_IN, SPEC, status_partition
from functions.catalog.views import StoreProductView, store_product_view
from shared.batches import batched, packed
from shared.dynamo import fetch, query_all

Available = Callable[[str], int]  # of a variant, by its id: what may be sold of it

AT_ONCE = 100  # products a read; with their stock some three calls
VARIANTS_AT_ONCE = 3000  # in the memory of who builds an index; a hundred ordinary products


def for_sale(product_ids: Sequence[str]) -> tuple[list[Whole], Available]:
    """Those of these products that are for sale, as they stand, with what is available of them."""
    reader = Reader(is_current=True)
    found = [_completed(reader, each) for each in reader.wholes(product_ids) if each.product.is_active]
    return found, reader.available(found)


def _completed(reader: Reader, whole: Whole) -> Whole:
    """The product with all variants that were not taken off."""
    ids = whole.product.variant_ids[: whole.live_count]
    return replace(whole, variants=tuple(each for each in reader.variants(whole, ids) if not each.is_archived))


def all_for_sale() -> Iterator[tuple[list[Whole], Available]]:
    """Every product for sale, some at a time, oldest first."""
    listed = query_all(SPEC, status_partition(Status.ACTIVE), index=PRODUCTS_IN, limit=AT_ONCE)
    for some in batched((item["pk"].removeprefix("PRODUCT#") for item in listed), AT_ONCE):
        reader = Reader(is_current=True)
        active = (each for each in reader.wholes(some) if each.product.is_active)
        for found in packed(active, VARIANTS_AT_ONCE, lambda each: each.live_count):
            completed = [_completed(reader, each) for each in found]
            yield completed, reader.available(completed)


def products_of(variant_ids: Sequence[str]) -> set[str]:
    """The ids of the products of these variants; a variant that does not exist has none."""
    (found,) = fetch(store.variants(variant_ids))
    return {variant.product_id for variant in found.values()}


def shown_in_store(product_ids: Sequence[str]) -> list[StoreProductView]:
    """Those of these products that are for sale, as the store shows them now, in this order."""
    reader = Reader(is_current=False)
    found = [whole for whole in reader.wholes(product_ids) if whole.product.is_active]
    available = reader.available(found)
    return [store_product_view(whole, available, shows_stock()) for whole in found]


__all__ = [
    "Available",
    "StoreProductView",
    "Variant",
    "Whole",
    "all_for_sale",
    "for_sale",
    "products_of",
    "shown_in_store",
]
