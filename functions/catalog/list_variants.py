"""Listing the variants of a product, page by page: of one that has more than its own page shows."""

from collections.abc import Sequence

from functions.catalog.browse import Reader, active, only
from functions.catalog.product import Variant, Whole
from functions.catalog.settings import shows_stock
from functions.catalog.views import StoreVariantView, VariantView, store_variant_view, variant_view
from shared.dynamo import Page
from shared.http import Listed, PageQuery, Paging, Reply, Request
from shared.http.paging import cut


def list_in_store(request: Request, id_or_handle: str, query: PageQuery) -> Reply[Listed[StoreVariantView]]:
    """Those of an active product that were not taken off, in order. Raises NotFound, BadCursor."""
    paging, reader = Paging(request, query), Reader(is_current=False)
    whole = active(reader, id_or_handle)
    variants, page = _page(reader, whole, whole.product.variant_ids[: whole.live_count], paging)
    available = reader.available_of([each.id for each in variants])
    shown = [store_variant_view(each, available, shows_stock()) for each in variants if not each.is_archived]
    return Reply(Listed(data=shown, **paging.next(page)))


def list_for_staff(request: Request, product_id: str, query: PageQuery) -> Reply[Listed[VariantView]]:
    """All of a product, in order; those last that were taken off. Raises NotFound, BadCursor."""
    paging, reader = Paging(request, query), Reader(is_current=True)
    whole = only(reader.wholes([product_id]))
    variants, page = _page(reader, whole, whole.product.variant_ids, paging)
    available = reader.available_of([each.id for each in variants])
    return Reply(Listed(data=[variant_view(each, available) for each in variants], **paging.next(page)))


def _page(reader: Reader, whole: Whole, ids: Sequence[str], paging: Paging) -> tuple[list[Variant], Page]:
    some, page = cut(ids, str, paging.limit, paging.after)
    return reader.variants(whole, some), page
