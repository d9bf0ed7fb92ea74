"""The catalog as staff and their systems keep it."""

from functions.catalog import browse
from functions.catalog.change_product import archive_product, change_product
from functions.catalog.create_product import create_product
from functions.catalog.inputs import AdminProducts, NewProduct, ProductChange
from functions.catalog.table import SPEC
from functions.catalog.views import ProductView
from shared.http import Api, Listed, Reply, Request

api = Api("catalog", SPEC)


@api.post("/admin/products", action="product.create", scope="products:write", status=201)
def create(request: Request, body: NewProduct) -> Reply[ProductView]:
    """Make a product with its variants."""
    return create_product(request, body)


@api.get("/admin/products", scope="products:read")
def list_products(request: Request, query: AdminProducts) -> Reply[Listed[ProductView]]:
    """All products, newest first unless `sort` says otherwise; or those of a status, a collection, a time, an SKU."""
    return browse.list_for_staff(request, query)


@api.get("/admin/products/<product_id>", scope="products:read")
def show(request: Request, product_id: str) -> Reply[ProductView]:
    """A product, whatever its status."""
    return browse.show_to_staff(product_id)


@api.patch("/admin/products/<product_id>", action="product.update", scope="products:write")
def change(request: Request, body: ProductChange, product_id: str) -> Reply[ProductView]:
    """Change a product: what is left out stays, null empties; variants without id are added."""
    return change_product(request, product_id, body)


@api.delete("/admin/products/<product_id>", action="product.archive", scope="products:write")
def archive(request: Request, product_id: str) -> Reply[ProductView]:
    """Take a product out of the shop; it is archived and stays readable."""
    return archive_product(request, product_id)


handler = api.handler
