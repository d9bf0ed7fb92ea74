"""The catalog's table: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| product | `PRODUCT#{id}` | `PRODUCT` | the product and, for pages, the first of its variants as they are |
| its place in a collection | `PRODUCT#{id}` | `COLLECTION#{handle}` | there only while the product is active |
| variant | `VARIANT#{id}` | `VARIANT` | all that a cart needs: title, prices, weight, image, whether it is for sale |
| handle | `HANDLE#{handle}` | `HANDLE` | whose it is |
| a change under way | `WRITING` | `{product id}` | where it is: [chunked/under_way.py](chunked/under_way.py) |
| a picture's files | `FILES#{hash}` | `FILES` | who names them: [media/table.py](media/table.py) |
| collections | `COLLECTIONS` | `COLLECTIONS` | how many active products each has; moved by ADD |
| event | `PRODUCT#{id}` | `EVENT#…` | outbox and history |
| claim, inbox | `IDEM#…`, `HEARD#…` | `IDEM`, `HEARD` | idempotency of requests and messages |

| question | answered by |
|---|---|
| a product, variants for a cart | their keys, in one batch |
| the product of a handle | the handle's row, then the product |
| products by age or title, of one status | indexes `products_in`, `titles_in`, partition `STATUS#{status}` |
| active products of a collection, by age or title | the same, partition `COLLECTION#{handle}` |
| all products, by age or title | indexes `all_products`, `all_titles` |
| the collections there are | their one item |
| files that perhaps no product names | index `unnamed_files` |

A product's id sorts by the time it was made: what sorts by age sorts by `listed_id`. A title sorts as people look it
up, without marks and capitals; equal ones by age.
"""

import json
from collections.abc import Sequence
from typing import Any

from functions.catalog.lifecycle import Status
from functions.catalog.media.table import fields_of, picture_of
from functions.catalog.options import Option
from functions.catalog.product import VARIANTS_SHOWN, Product, Variant, Whole
from shared.dynamo import Item
from shared.table import Index, TableSpec

PRODUCTS_IN = Index("products_in", partition="listed_in", sort="listed_id", keys_only=True)
ALL_PRODUCTS = Index("all_products", partition="listed", sort="listed_id", keys_only=True)
TITLES_IN = Index("titles_in", partition="listed_in", sort="listed_title", keys_only=True)
ALL_TITLES = Index("all_titles", partition="listed", sort="listed_title", keys_only=True)

UNNAMED = Index("unnamed_files", partition="unnamed_in", sort="unnamed_at", keys_only=True)

SPEC = TableSpec("catalog", indexes=(PRODUCTS_IN, ALL_PRODUCTS, TITLES_IN, ALL_TITLES, UNNAMED))

COLLECTIONS_KEY = ("COLLECTIONS", "COLLECTIONS")
COUNT = "in:"  # begins the attribute that counts a collection's products
SHOWN_BYTES_MAX = 120_000  # of the variants in a product's row
ITEM_BYTES_MAX = 380_000  # of the 400 KB that an item may have: 2,048 ids are 75 of them
TITLE_SORTED = 200  # characters of a title that its place in a list depends on

LISTED = "product"  # the one partition of ALL_PRODUCTS; a thousand changes a second before it is hot


def product_pk(product_id: str) -> str:
    """The partition of all that is known of a product but its variants."""
    return f"PRODUCT#{product_id}"


def product_key(product_id: str) -> tuple[str, str]:
    """Where the product is."""
    return (product_pk(product_id), "PRODUCT")


def collection_key(product_id: str, collection: str) -> tuple[str, str]:
    """Where the product's place in a collection is."""
    return (product_pk(product_id), f"COLLECTION#{collection}")


def variant_key(variant_id: str) -> tuple[str, str]:
    """Where the variant is."""
    return (f"VARIANT#{variant_id}", "VARIANT")


def handle_key(handle: str) -> tuple[str, str]:
    """Where it stands whose handle this is."""
    return (f"HANDLE#{handle}", "HANDLE")


def status_partition(status: str) -> str:
    """The partition of PRODUCTS_IN with the products of a status."""
    return f"STATUS#{status}"


def collection_partition(collection: str) -> str:
    """The partition of PRODUCTS_IN with the active products of a collection."""
    return f"COLLECTION#{collection}"


def title_key(product: Product) -> str:
    """What its title sorts by."""
    from anyascii import anyascii  # noqa: PLC0415 - only who writes a product needs it

    return f"{anyascii(product.title).casefold()[:TITLE_SORTED]}#{product.id}"


def product_item(product: Product, variants: Sequence[Variant] = ()) -> Item:
    """The product as it is stored, with the attributes that put it into its indexes."""
    pk, sk = product_key(product.id)
    return {
        "pk": pk,
        "sk": sk,
        "listed": LISTED,
        "listed_in": status_partition(product.status),
        "listed_id": product.id,
        "listed_title": title_key(product),
        "id": product.id,
        "handle": product.handle,
        "title": product.title,
        "description": product.description,
        "status": product.status.value,
        "options": [{"name": option.name, "values": list(option.values)} for option in product.options],
        "images": list(product.images),
        "media": [fields_of(picture) for picture in product.media],
        "collections": list(product.collections),
        "tags": list(product.tags),
        "metadata": dict(product.metadata),
        "public_metadata": dict(product.public_metadata),
        "variant_ids": list(product.variant_ids),
        **_shown(variants),
        "version": product.version,
        "created_at": product.created_at,
        "updated_at": product.updated_at,
    }


def _shown(variants: Sequence[Variant]) -> Item:
    """The first ones, for pages: VARIANTS_SHOWN, or fewer where they are long; then how many were not taken off."""
    fields = [variant_fields(variant) for variant in variants[:VARIANTS_SHOWN]]
    while len(fields) > 1 and bytes_of(fields) > SHOWN_BYTES_MAX:
        fields.pop()
    live_count = sum(not variant.is_archived for variant in variants)
    return {"variants": fields, **({"live_count": live_count} if len(fields) < len(variants) else {})}


def bytes_of(fields: Any) -> int:
    """About as many as DynamoDB counts, and rather more."""
    return len(json.dumps(fields, ensure_ascii=False).encode())


def product_of(item: Item) -> Product:
    """The product of a stored item."""
    return Product(
        id=item["id"],
        handle=item["handle"],
        title=item["title"],
        description=item["description"],
        status=Status(item["status"]),
        options=tuple(Option(option["name"], tuple(option["values"])) for option in item["options"]),
        images=tuple(item["images"]),
        media=tuple(picture_of(fields) for fields in item.get("media", ())),
        collections=tuple(item["collections"]),
        tags=tuple(item["tags"]),
        metadata=item["metadata"],
        public_metadata=item["public_metadata"],
        variant_ids=tuple(item["variant_ids"]),
        version=item["version"],
        created_at=item["created_at"],
        updated_at=item["updated_at"],
    )


def whole_of(item: Item) -> Whole:
    """The product of a stored item, with its variants."""
    product, shown = product_of(item), tuple(variant_of(fields) for fields in item["variants"])
    live = sum(not variant.is_archived for variant in shown)
    return Whole(product, shown, item.get("live_count", live))


def variant_item(variant: Variant) -> Item:
    """The variant as it is stored by itself, for carts."""
    pk, sk = variant_key(variant.id)
    return {"pk": pk, "sk": sk, **variant_fields(variant)}


def variant_fields(variant: Variant) -> Item:
    """The variant without its key."""
    return {
        "id": variant.id,
        "product_id": variant.product_id,
        "sku": variant.sku,
        "title": variant.title,
        "prices": dict(variant.prices),
        "weight_g": variant.weight_g,
        "is_active": variant.is_active,
        "shown_title": variant.shown_title,
        "options": dict(variant.options),
        "barcode": variant.barcode,
        "handle": variant.handle,
        "image": variant.image,
        **({"is_archived": True} if variant.is_archived else {}),
        "version": variant.version,
    }


def variant_of(item: Item) -> Variant:
    """The variant of a stored item."""
    return Variant(
        id=item["id"],
        product_id=item["product_id"],
        sku=item["sku"],
        title=item["title"],
        prices=item["prices"],
        weight_g=item["weight_g"],
        is_active=item["is_active"],
        shown_title=item["shown_title"],
        options=item["options"],
        barcode=item["barcode"],
        handle=item.get("handle"),
        image=item.get("image"),
        is_archived=item.get("is_archived", False),
        version=item["version"],
    )


def collection_item(product: Product, collection: str) -> Item:
    """The product's place in a collection."""
    pk, sk = collection_key(product.id, collection)
    listed = {
        "listed_in": collection_partition(collection),
        "listed_id": product.id,
        "listed_title": title_key(product),
    }
    return {"pk": pk, "sk": sk, **listed}


def handle_item(handle: str, product_id: str) -> Item:
    """The handle's row."""
    pk, sk = handle_key(handle)
    return {"pk": pk, "sk": sk, "product_id": product_id}
