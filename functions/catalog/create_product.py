"""Making a product: its row, its handle and its variants, which the inventory keeps stock of from then on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from functions.catalog import store
from functions.catalog.chunked.change import Change
from functions.catalog.chunked.write import settled, undo_own, write
from functions.catalog.edit import VariantEdit, made
from functions.catalog.inputs import NewProduct, product_fields, variant_edits
from functions.catalog.lifecycle import Status
from functions.catalog.product import Product, Whole
from functions.catalog.slug import handles_for
from functions.catalog.views import ProductView, product_view
from shared import clock, telemetry
from shared.dynamo import fetch
from shared.http import Reply, Request
from shared.ids import new_id


def create_product(request: Request, body: NewProduct) -> Reply[ProductView]:
    """Make a product; nothing of a new variant is in stock yet. A handle that nobody asked for never refuses it.

    Raises HandleTaken, TooManyCollections, inventory.SkuTaken, ChangeTooLarge, and what `edit.made` raises.
    """
    resume, collections = fetch(request.claim.read, store.collections())
    product_id = str(resume["product_id"]) if resume else new_id("prod", request.now)
    if resume:
        undo_own(product_id)
    fields, edits = product_fields(body), variant_edits(body, lambda: new_id("var"))
    store.check_collections(_begun(product_id, "", fields, request.now), collections)
    *taken_perhaps, last = (body.handle,) if body.handle else handles_for(body.title, product_id)
    for handle in taken_perhaps:
        with suppress(store.HandleTaken):
            return _make(request, _begun(product_id, handle, fields, request.now), edits)
    return _make(request, _begun(product_id, last, fields, request.now), edits)


def _make(request: Request, begun: Product, edits: Sequence[VariantEdit]) -> Reply[ProductView]:
    product, variants = made(begun, edits)
    shown = product_view(Whole.of(product, variants), lambda _: 0)
    reply = Reply(shown, 201, version=product.version)
    change = Change(None, product, (), variants, request.now)
    write(change, settled(request, reply, on=product.id, before=None, after=shown))
    telemetry.note("product_created", product_id=product.id, variants_count=len(variants))
    return reply


def _begun(product_id: str, handle: str, fields: Mapping[str, Any], now: datetime) -> Product:
    at = clock.stamp(now)
    begun = {"status": Status.DRAFT, **fields, "handle": handle}
    return Product(id=product_id, created_at=at, updated_at=at, **begun)
