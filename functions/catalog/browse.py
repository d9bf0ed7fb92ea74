"""Showing products: one by id or handle, and lists. A list comes from an index and is shown as things stand now."""

from collections.abc import Sequence

from functions import inventory
from functions.catalog import store
from functions.catalog.inputs import AdminProducts, StoreProducts
from functions.catalog.lifecycle import Status
from functions.catalog.product import Product
from functions.catalog.table import ALL_PRODUCTS, LISTED, PRODUCTS_IN, SPEC, collection_partition, status_partition
from functions.catalog.views import ProductView, product_view
from shared.dynamo import Page, fetch, query
from shared.errors import NotFound
from shared.http import Listed, Paging, Reply, Request
from shared.ids import is_id
from shared.table import Index


def show_in_store(id_or_handle: str) -> Reply[ProductView]:
    """An active product. Raises NotFound for any other."""
    product_id: str | None = id_or_handle
    if not is_id(id_or_handle, "prod"):
        (product_id,) = fetch(store.holder(id_or_handle), is_current=False)
    shown = (
        [view for view in _views([product_id], is_current=False) if view.status is Status.ACTIVE] if product_id else []
    )
    return _only(shown)


def show_to_staff(product_id: str) -> Reply[ProductView]:
    """A product, whatever its status. Raises NotFound."""
    return _only(_views([product_id], is_current=True))


def list_in_store(request: Request, query_: StoreProducts) -> Reply[Listed[ProductView]]:
    """Active products, newest first; those of a collection where one is named."""
    collection = query_.collection
    partition = collection_partition(collection) if collection else status_partition(Status.ACTIVE)
    paging = Paging(request, query_)
    page = _page(PRODUCTS_IN, partition, paging)
    shown = [
        view
        for view in _listed(page, is_current=False)
        if view.status is Status.ACTIVE and (collection is None or collection in view.collections)
    ]
    return Reply(Listed(data=shown, **paging.next(page)))


def list_for_staff(request: Request, query_: AdminProducts) -> Reply[Listed[ProductView]]:
    """All products, newest first; those of a status where one is named."""
    status = query_.status
    paging = Paging(request, query_)
    page = _page(PRODUCTS_IN, status_partition(status), paging) if status else _page(ALL_PRODUCTS, LISTED, paging)
    shown = [view for view in _listed(page, is_current=True) if status is None or view.status is status]
    return Reply(Listed(data=shown, **paging.next(page)))


def _only(views: Sequence[ProductView]) -> Reply[ProductView]:
    if not views:
        raise NotFound("product")
    return Reply(views[0], version=views[0].version)


def _page(index: Index, partition: str, paging: Paging) -> Page:
    return query(SPEC, partition, index=index, newest_first=True, limit=paging.limit, after=paging.after)


def _listed(page: Page, *, is_current: bool) -> list[ProductView]:
    return _views([item["listed_id"] for item in page.items], is_current=is_current)


def _views(product_ids: Sequence[str], *, is_current: bool) -> list[ProductView]:
    """The products with their variants and what is available, in two batches of reads whatever their number.

    is_current: staff see their own change at once; a shopper's cart is priced anew anyway, so the store's pages may be
    a second old.

    A batch is one call per hundred items. One that does not exist is left out.
    """
    found, places = fetch(store.full_products(product_ids), inventory.locations(), is_current=is_current)
    variant_ids = [variant_id for product in found.values() for variant_id in product.variant_ids]
    variants, levels = fetch(store.variants(variant_ids), inventory.levels(variant_ids, places), is_current=is_current)

    def view(product: Product) -> ProductView:
        its_own = [variants[variant_id] for variant_id in product.variant_ids if variant_id in variants]
        return product_view(product, its_own, levels.available)

    return [view(product) for product in found.values()]
