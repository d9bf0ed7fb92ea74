"""The catalog as staff and their systems keep it."""

from functions import jobs
from functions.catalog import browse, list_variants
from functions.catalog.change_product import archive_product, change_product
from functions.catalog.create_product import create_product
from functions.catalog.inputs import AdminProducts, NewProduct, ProductChange
from functions.catalog.media.change_pictures import PICTURE, add_picture, change_picture, remove_picture
from functions.catalog.media.inputs import MediaChange, NewMedia, NewMediaUpload
from functions.catalog.table import SPEC
from functions.catalog.views import ProductView, VariantView
from shared.http import Api, Listed, PageQuery, Reply, Request

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


@api.get("/admin/products/<product_id>/variants", scope="products:read")
def list_product_variants(request: Request, product_id: str, query: PageQuery) -> Reply[Listed[VariantView]]:
    """All variants of a product, in order; those last that were taken off."""
    return list_variants.list_for_staff(request, product_id, query)


@api.patch("/admin/products/<product_id>", action="product.update", scope="products:write")
def change(request: Request, body: ProductChange, product_id: str) -> Reply[ProductView]:
    """Change a product: what is left out stays, null empties; variants without id are added."""
    return change_product(request, product_id, body)


@api.delete("/admin/products/<product_id>", action="product.archive", scope="products:write")
def archive(request: Request, product_id: str) -> Reply[ProductView]:
    """Take a product out of the shop; it is archived and stays readable."""
    return archive_product(request, product_id)


@api.post(
    "/admin/media/uploads",
    action="media_upload.create",
    scope="products:write",
    status=201,
    again=jobs.link_again,
)
def create_upload(request: Request, body: NewMediaUpload) -> Reply[jobs.UploadView]:
    """A link to put a picture to, which a product is then to name."""
    return jobs.begin_upload(PICTURE, body, request)


@api.post("/admin/products/<product_id>/media", action="media.add", scope="products:write", status=201)
def add_media(request: Request, body: NewMedia, product_id: str) -> Reply[ProductView]:
    """Add an uploaded picture to a product; shoppers see it once its `status` is `ready`."""
    return add_picture(request, product_id, body)


@api.patch("/admin/products/<product_id>/media/<media_id>", action="media.update", scope="products:write")
def change_media(request: Request, body: MediaChange, product_id: str, media_id: str) -> Reply[ProductView]:
    """Change what is said of a picture, which variants it shows, or its place."""
    return change_picture(request, product_id, media_id, body)


@api.delete("/admin/products/<product_id>/media/<media_id>", action="media.remove", scope="products:write")
def remove_media(request: Request, product_id: str, media_id: str) -> Reply[ProductView]:
    """Take a picture off a product."""
    return remove_picture(request, product_id, media_id)


handler = api.handler
