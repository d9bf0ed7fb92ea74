"""Changing a product and its variants, and taking it out of the shop."""

from collections.abc import Callable, Sequence

from functions import inventory
from functions.catalog import store
from functions.catalog.chunked.change import Change
from functions.catalog.chunked.under_way import under_way
from functions.catalog.chunked.write import finish, settled, write
from functions.catalog.edit import Whole as Altered
from functions.catalog.edit import edited
from functions.catalog.inputs import ProductChange, product_fields, variant_edits
from functions.catalog.lifecycle import Status
from functions.catalog.product import VARIANTS_SHOWN, Product, Variant
from functions.catalog.product import Whole as Shown
from functions.catalog.views import ProductView, product_view
from shared import telemetry
from shared.dynamo import fetch, retry_stale
from shared.errors import NotFound, Stale
from shared.event import Event
from shared.http import Reply, Request
from shared.ids import new_id


def change_product(request: Request, product_id: str, body: ProductChange) -> Reply[ProductView]:
    """Give a product other values, change variants and add some. What is as asked already stays at its version.

    Raises NotFound, VersionConflict, HandleTaken, TooManyCollections, inventory.SkuTaken, ChangeTooLarge, BeingWritten,
    and what `edit.edited` raises.
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
    """The product as `alter` makes it, with all that follows from it, at once. says: what is told besides.

    status: of the answer. Raises NotFound, VersionConflict, HandleTaken, TooManyCollections, inventory.SkuTaken,
    ChangeTooLarge, BeingWritten, and what `alter` raises.
    """
    return retry_stale(lambda: _alter(request, product_id, alter, says, status))


def _alter(
    request: Request,
    product_id: str,
    alter: Callable[[Product, tuple[Variant, ...]], Altered],
    says: Sequence[Event],
    status: int,
) -> Reply[ProductView]:
    found, places, collections, changing = fetch(
        store.full_products([product_id]), inventory.locations(), store.collections(), under_way([product_id])
    )
    if changing:
        finish(changing[product_id], request.now)
        raise Stale
    before = found.get(product_id)
    if before is None:
        raise NotFound("product")
    request.require_match(before.version)
    shown_ids = before.variant_ids[:VARIANTS_SHOWN]
    by_id, levels = fetch(store.variants(before.variant_ids), inventory.levels(shown_ids, places))
    variants = tuple(by_id.values())
    after, variants_after = alter(before, variants)
    others = [each for each in after.variant_ids[:VARIANTS_SHOWN] if each in by_id and each not in shown_ids]
    (more,) = fetch(inventory.levels(others, places)) if others else (levels,)

    def available(variant_id: str) -> int:
        return more.available(variant_id) if variant_id in others else levels.available(variant_id)

    shown = product_view(Shown.of(after, variants_after), available)
    reply = Reply(shown, status, version=after.version)
    if after.version != before.version:
        store.check_collections(after, collections)
        change = Change(before, after, variants, variants_after, request.now, tuple(says))
        was, becomes = (product_view(each, available) if each else None for each in change.told)
        write(change, settled(request, reply, on=product_id, before=was, after=becomes))
        telemetry.note("product_changed", product_id=product_id, version=after.version)
    return reply
