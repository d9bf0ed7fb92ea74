"""Changing a product and its variants, and taking it out of the shop."""

from collections.abc import Callable, Sequence
from datetime import datetime

from functions import inventory
from functions.catalog import store
from functions.catalog.edit import Whole as Altered
from functions.catalog.edit import edited
from functions.catalog.inputs import ProductChange, product_fields, variant_edits
from functions.catalog.lifecycle import Status
from functions.catalog.news import news
from functions.catalog.product import Product, Variant
from functions.catalog.views import ProductView, product_view
from shared import telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.dynamo.commit import OPERATIONS_MAX
from shared.errors import Invalid, NotFound
from shared.event import Event
from shared.http import Reply, Request
from shared.ids import new_id


class ChangeTooLarge(Invalid):
    """More at once than one transaction holds: many new variants, or many prices of many variants."""

    code = "change_too_large"

    def __init__(self) -> None:
        super().__init__("That is more than one change can hold; send it in parts.", param="variants")


def change_product(request: Request, product_id: str, body: ProductChange) -> Reply[ProductView]:
    """Give a product other values, change variants and add some. What is as asked already stays at its version.

    Raises NotFound, VersionConflict, HandleTaken, TooManyCollections, inventory.SkuTaken, ChangeTooLarge, and what
    `edit.edited` raises.
    """

    def alter(product: Product, variants: tuple[Variant, ...]) -> Altered:
        edits = variant_edits(body, lambda: new_id("var"))
        return edited(product, variants, product_fields(body), edits, request.now)

    return altered(request, product_id, alter)


def archive_product(request: Request, product_id: str) -> Reply[ProductView]:
    """Take a product out of the shop. It stays readable for staff: orders and reports go on naming it."""
    return change_product(request, product_id, ProductChange(status=Status.ARCHIVED))


def altered(
    request: Request,
    product_id: str,
    alter: Callable[[Product, tuple[Variant, ...]], Altered],
    *says: Event,
    status: int = 200,
) -> Reply[ProductView]:
    """The product as `alter` makes it, with all that follows from it, in one commit. says: what is told besides.

    status: of the answer. Raises NotFound, VersionConflict, HandleTaken, TooManyCollections, inventory.SkuTaken,
    ChangeTooLarge, and what `alter` raises.
    """
    return retry_stale(lambda: _alter(request, product_id, alter, says, status))


def _alter(
    request: Request,
    product_id: str,
    alter: Callable[[Product, tuple[Variant, ...]], Altered],
    says: Sequence[Event],
    status: int,
) -> Reply[ProductView]:
    found, places, collections = fetch(store.full_products([product_id]), inventory.locations(), store.collections())
    before = found.get(product_id)
    if before is None:
        raise NotFound("product")
    request.require_match(before.version)
    by_id, levels = fetch(store.variants(before.variant_ids), inventory.levels(before.variant_ids, places))
    variants = tuple(by_id.values())
    after, variants_after = alter(before, variants)
    shown = product_view(after, variants_after, levels.available)
    reply = Reply(shown, status, version=after.version)
    if after.version != before.version:
        store.check_collections(after, collections)
        writes = _writes(before, after, variants, variants_after, says, request.now)
        was = product_view(before, variants, levels.available)
        writes += request.settle(reply, on=product_id, before=was, after=shown)
        if len(writes) > OPERATIONS_MAX:
            raise ChangeTooLarge
        commit(*writes)
        telemetry.note("product_changed", product_id=product_id, version=after.version)
    return reply


def _writes(
    before: Product,
    after: Product,
    variants: Sequence[Variant],
    variants_after: Sequence[Variant],
    says: Sequence[Event],
    now: datetime,
) -> list[Write]:
    return [
        *store.saved(before, after, variants, variants_after),
        *_sku_writes(variants, variants_after, now),
        *store.said(after, *news(after, variants, variants_after), *says, now=now),
    ]


def _sku_writes(variants: Sequence[Variant], variants_after: Sequence[Variant], now: datetime) -> list[Write]:
    """What the inventory is told: new variants to keep stock of, and other SKUs."""
    skus = {variant.id: variant.sku for variant in variants}
    moved = [variant for variant in variants_after if skus.get(variant.id) != variant.sku]
    renamed = [(variant.id, skus[variant.id], variant.sku) for variant in moved if variant.id in skus]
    added = [(variant.id, variant.sku) for variant in moved if variant.id not in skus]
    return list(inventory.track(added, now, renamed))
