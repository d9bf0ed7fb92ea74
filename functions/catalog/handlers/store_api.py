"""The catalog as shoppers' clients see it."""

from functions.catalog import browse
from functions.catalog.inputs import StoreProducts
from functions.catalog.table import SPEC
from functions.catalog.views import ProductView
from shared.http import Api, Listed, Reply, Request

api = Api("catalog", SPEC)


@api.get("/store/products")
def list_products(request: Request, query: StoreProducts) -> Reply[Listed[ProductView]]:
    """Products for sale, newest first."""
    return browse.list_in_store(request, query)


@api.get("/store/products/<id_or_handle>")
def show_product(request: Request, id_or_handle: str) -> Reply[ProductView]:
    """A product for sale, by its id or its handle."""
    return browse.show_in_store(id_or_handle)


handler = api.handler
