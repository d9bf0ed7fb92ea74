"""Reading and writing the catalog: loads, and the staged writes of a new or changed product."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from functions.catalog.chunked.published import as_published
from functions.catalog.lifecycle import Status
from functions.catalog.media.naming import renamed
from functions.catalog.product import Product, ProductSummary, Variant, Whole
from functions.catalog.table import (
    COLLECTIONS_KEY,
    COUNT,
    SPEC,
    collection_item,
    collection_key,
    handle_item,
    handle_key,
    product_item,
    product_key,
    product_of,
    product_pk,
    title_key,
    variant_item,
    variant_key,
    whole_of,
)
from shared import outbox
from shared.dynamo import PRESENT, Item, Read, Write, create, delete, replace, replace_if, update
from shared.dynamo import still as seen_still
from shared.errors import Refused
from shared.event import Event

COLLECTIONS_EVER_MAX = 2000  # counted in one item: with the longest handles half of the 400 KB it may have


class HandleTaken(Refused):
    """Another product has this handle."""

    code = "handle_taken"

    def __init__(self, handle: str) -> None:
        super().__init__(f"Another product has the handle {handle}.", param="handle", details={"handle": handle})


class TooManyCollections(Refused):
    """The shop has had as many collections as it may have."""

    code = "too_many_collections"

    def __init__(self) -> None:
        super().__init__(f"A shop has at most {COLLECTIONS_EVER_MAX} collections.", param="collections")


def check_collections(product: Product, known: Collection[str]) -> None:
    """Raises TooManyCollections where an active product brings a new one and there are enough. known: handles."""
    if len(known) >= COLLECTIONS_EVER_MAX and _shown_in(product) - set(known):
        raise TooManyCollections


def variants(ids: Iterable[str]) -> Read[dict[str, Variant]]:
    """The variants with these ids, by id and in their order; one that does not exist is absent."""
    keys = tuple(variant_key(variant_id) for variant_id in dict.fromkeys(ids))
    return Read(SPEC, keys, lambda items: {variant.id: variant for variant in as_published(items)})


def full_products(ids: Iterable[str]) -> Read[dict[str, Product]]:
    """The products with these ids, by id and in their order; one that does not exist is absent."""
    keys = tuple(product_key(product_id) for product_id in dict.fromkeys(ids))
    return Read(SPEC, keys, lambda items: {item["id"]: product_of(item) for item in items if item})


def wholes(ids: Iterable[str]) -> Read[dict[str, Whole]]:
    """The products with these ids and their first variants, by id and in order; one that does not exist is absent."""
    keys = tuple(product_key(product_id) for product_id in dict.fromkeys(ids))
    return Read(SPEC, keys, lambda items: {item["id"]: whole_of(item) for item in items if item})


def products(ids: Iterable[str]) -> Read[dict[str, ProductSummary]]:
    """The names of the products with these ids, by id; one that does not exist is absent."""
    read = full_products(ids)

    def parse(items: list[Item | None]) -> dict[str, ProductSummary]:
        return {each.id: ProductSummary(each.id, each.title, each.handle) for each in read.parse(items).values()}

    return Read(SPEC, read.keys, parse)


def holder(handle: str) -> Read[str | None]:
    """The id of the product with this handle, or None."""
    return Read(SPEC, (handle_key(handle),), lambda items: items[0]["product_id"] if items[0] else None)


def collections() -> Read[dict[str, int]]:
    """How many active products each collection has that ever had one, by handle."""

    def parse(items: list[Item | None]) -> dict[str, int]:
        counts = items[0] or {}
        return {name.removeprefix(COUNT): n for name, n in counts.items() if name.startswith(COUNT)}

    return Read(SPEC, (COLLECTIONS_KEY,), parse)


def saved(
    before: Product | None, after: Product, variants_before: Sequence[Variant], variants_after: Sequence[Variant]
) -> list[Write]:
    """The staged writes that turn one state of a product into the next, but for its handle's and its variants' rows.

    before: None for a new product. The commit raises Stale where anything was changed since it was read.
    """
    return [
        replace(SPEC, product_item(after, variants_after), seen=before.version if before else 0),
        *_collection_writes(before, after),
        *renamed(
            SPEC,
            before.media if before else (),
            after.media,
            _shown_pictures(variants_before),
            _shown_pictures(variants_after),
            after.updated_at,
        ),
    ]


def variant_saved(before: Variant | None, after: Variant) -> Write:
    """The variant's row. before: None where it is new. Raises Stale from the commit where it was changed since."""
    return replace(SPEC, variant_item(after), seen=before.version if before else 0)


def still(product: Product) -> Write:
    """A condition: the product is as it was read. Raises Stale from the commit."""
    return seen_still(SPEC, product_key(product.id), seen=product.version)


def handle_claim(before: Product | None, after: Product) -> list[Write]:
    """The product's handle is its own from now on, where it is another one. Raises HandleTaken from the commit."""
    if before and before.handle == after.handle:
        return []
    return [create(SPEC, handle_item(after.handle, after.id), refusal=lambda _: HandleTaken(after.handle))]


def handle_left(before: Product | None, after: Product) -> list[Write]:
    """The handle that it had before is free."""
    return [delete(SPEC, handle_key(before.handle))] if before and before.handle != after.handle else []


def said(product: Product, *says: Event, now: datetime) -> tuple[Write, ...]:
    """What this version of a product tells, for the commit that makes it."""
    about = outbox.Aggregate("product", product.id, product.version)
    return outbox.say(SPEC, product_pk(product.id), about, *says, now=now)


def said_of_variant(variant: Variant, version: int, says: Sequence[Event], now: datetime) -> tuple[Write, ...]:
    """What a version of its product tells of a variant, in a commit of its own. version: the product's."""
    pk, _ = variant_key(variant.id)
    return outbox.say(SPEC, pk, outbox.Aggregate("product", variant.product_id, version), *says, now=now)


def _shown_pictures(variants: Sequence[Variant]) -> list[str]:
    """What carts may copy."""
    return [variant.image for variant in variants if variant.image and variant.is_active]


def _collection_writes(before: Product | None, after: Product) -> list[Write]:
    """The product's places in collections, and the counts that follow from them: one write for all."""
    was, becomes = _shown_in(before), _shown_in(after)
    is_renamed = before is not None and title_key(before) != title_key(after)
    return [
        *(create(SPEC, collection_item(after, name)) for name in sorted(becomes - was)),
        *(_moved_to(after, name) for name in sorted(becomes & was) if is_renamed),
        *(delete(SPEC, collection_key(after.id, name)) for name in sorted(was - becomes)),
        *_count_writes(dict.fromkeys(becomes - was, 1) | dict.fromkeys(was - becomes, -1)),
    ]


def _moved_to(after: Product, collection: str) -> Write:
    """Its place in a collection, where its new title sorts."""
    return replace_if(SPEC, collection_item(after, collection), PRESENT, names={}, values={})


def _count_writes(changes: dict[str, int]) -> list[Write]:
    if not changes:
        return []
    numbered = list(enumerate(sorted(changes)))
    return [
        update(
            SPEC,
            COLLECTIONS_KEY,
            "ADD " + ", ".join(f"#c{n} :c{n}" for n, _ in numbered),
            condition="",
            names={f"#c{n}": COUNT + name for n, name in numbered},
            values={f":c{n}": changes[name] for n, name in numbered},
        )
    ]


def _shown_in(product: Product | None) -> set[str]:
    return set(product.collections) if product and product.status is Status.ACTIVE else set()
