"""The catalog as shoppers' clients see it."""

from functions.catalog import browse, list_variants
from functions.catalog.inputs import StoreProducts
from functions.catalog.table import SPEC
from functions.catalog.views import CollectionView, StoreProductView, StoreVariantView
from shared.http import Api, Listed, PageQuery, Reply, Request
from shared.http.caching import FOR_SECONDS

api = Api("catalog", SPEC)


@api.get("/store/products", cache=FOR_SECONDS)
def list_products(request: Request, query: StoreProducts) -> Reply[Listed[StoreProductView]]:
    """Products for sale, newest first unless `sort` says otherwise."""
    return browse.list_in_store(request, query)


@api.get("/store/products/<id_or_handle>", cache=FOR_SECONDS)
def show_product(request: Request, id_or_handle: str) -> Reply[StoreProductView]:
    """A product for sale, by its id or its handle."""
    return browse.show_in_store(id_or_handle)


@api.get("/store/products/<id_or_handle>/variants", cache=FOR_SECONDS)
def list_product_variants(request: Request, id_or_handle: str, query: PageQuery) -> Reply[Listed[StoreVariantView]]:
    """All variants of a product for sale, in order."""
    return list_variants.list_in_store(request, id_or_handle, query)


@api.get("/store/collections", cache=FOR_SECONDS)
def list_collections(request: Request, query: PageQuery) -> Reply[Listed[CollectionView]]:
    """Collections that have something for sale, by handle."""
    return browse.list_collections(request, query)


handler = api.handler
