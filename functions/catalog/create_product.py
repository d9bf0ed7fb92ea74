"""Making a product: its row, its handle and its variants, which the inventory keeps stock of from then on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from functions import inventory
from functions.catalog import store
from functions.catalog.edit import VariantEdit, made
from functions.catalog.inputs import NewProduct, product_fields, variant_edits
from functions.catalog.lifecycle import Status
from functions.catalog.news import news
from functions.catalog.product import Product
from functions.catalog.slug import handles_for
from functions.catalog.views import ProductView, product_view
from shared import clock, telemetry
from shared.dynamo import commit, fetch
from shared.http import Reply, Request
from shared.ids import new_id


def create_product(request: Request, body: NewProduct) -> Reply[ProductView]:
    """Make a product; nothing of a new variant is in stock yet. A handle that nobody asked for never refuses it.

    Raises HandleTaken, TooManyCollections, inventory.SkuTaken, and what `edit.made` raises.
    """
    _, collections = fetch(request.claim.read, store.collections())
    product_id = new_id("prod", request.now)
    fields, edits = product_fields(body), variant_edits(body, lambda: new_id("var"))
    store.check_collections(_begun(product_id, "", fields, request.now), collections)
    *taken_perhaps, last = (body.handle,) if body.handle else handles_for(body.title, product_id)
    for handle in taken_perhaps:
        with suppress(store.HandleTaken):
            return _make(request, _begun(product_id, handle, fields, request.now), edits)
    return _make(request, _begun(product_id, last, fields, request.now), edits)


def _make(request: Request, begun: Product, edits: Sequence[VariantEdit]) -> Reply[ProductView]:
    product, variants = made(begun, edits)
    shown = product_view(product, variants, lambda _: 0)
    reply = Reply(shown, 201, version=product.version)
    commit(
        *request.settle(reply, on=product.id, after=shown),
        *store.saved(None, product, (), variants),
        *inventory.track([(variant.id, variant.sku) for variant in variants], request.now),
        *store.said(product, *news(product, (), variants), now=request.now),
    )
    telemetry.note("product_created", product_id=product.id, variants_count=len(variants))
    return reply


def _begun(product_id: str, handle: str, fields: Mapping[str, Any], now: datetime) -> Product:
    at = clock.stamp(now)
    begun = {"status": Status.DRAFT, **fields, "handle": handle}
    return Product(id=product_id, created_at=at, updated_at=at, **begun)
