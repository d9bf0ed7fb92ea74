"""Pictures of a product as staff keep them: a place to send one to, a new one, other words or another place, none."""

from collections.abc import Callable
from dataclasses import replace

from events import MediaAdded
from functions import jobs
from functions.catalog.change_product import altered
from functions.catalog.edit import UnknownVariant, Whole, edited
from functions.catalog.media.inputs import MediaChange, NewMedia
from functions.catalog.media.picture import Picture, Pictures, found, placed, with_new, without
from functions.catalog.media.sniff import HEAD_BYTES, kind_of
from functions.catalog.product import Product, Variant
from functions.catalog.views import ProductView
from shared import clock
from shared.dynamo import fetch
from shared.errors import Invalid
from shared.event import Event
from shared.http import Reply, Request
from shared.ids import new_id

PICTURE = jobs.Title("media", "catalog", scope="products:write")


class NoPicture(Invalid):
    """A file that begins as no picture that is taken."""

    code = "unsupported_media"

    def __init__(self) -> None:
        super().__init__("The file is no JPEG, PNG, WebP or GIF picture.", param="upload_id")


def add_picture(request: Request, product_id: str, body: NewMedia) -> Reply[ProductView]:
    """Name an uploaded file as a picture of a product; a worker looks at it and makes it ready, or says why not.

    Raises UnknownUpload, NotUploaded, NoPicture, UnknownVariant, TooManyPictures, Unavailable, and what `altered`
    raises.
    """
    fetch(request.claim.read)
    place, head = jobs.uploaded(PICTURE, body.upload_id, request, HEAD_BYTES)
    if kind_of(head) is None:
        raise NoPicture
    new = Picture(
        id=new_id("med", request.now),
        upload=place,
        created_at=clock.stamp(request.now),
        alt=body.alt,
        variant_ids=tuple(body.variant_ids),
    )
    told = MediaAdded(product_id=product_id, media_id=new.id)
    return _with(request, product_id, lambda each: with_new(each.media, new, body.position), told, status=201)


def change_picture(request: Request, product_id: str, picture_id: str, body: MediaChange) -> Reply[ProductView]:
    """Give a picture other words, other variants or another place. Raises NotFound, UnknownVariant, and as above."""

    def pictures(product: Product) -> Pictures:
        picture = found(product.media, picture_id)
        given = body.model_fields_set
        alt = (body.alt or "") if "alt" in given else picture.alt
        shows = tuple(body.variant_ids or ()) if "variant_ids" in given else picture.variant_ids
        return placed(product.media, replace(picture, alt=alt, variant_ids=shows), body.position)

    return _with(request, product_id, pictures)


def remove_picture(request: Request, product_id: str, picture_id: str) -> Reply[ProductView]:
    """Take a picture off its product. Its files go later, where nobody names them. Raises NotFound."""
    return _with(request, product_id, lambda product: without(product.media, found(product.media, picture_id)))


def _with(
    request: Request, product_id: str, pictures: Callable[[Product], Pictures], *says: Event, status: int = 200
) -> Reply[ProductView]:
    def alter(product: Product, variants: tuple[Variant, ...]) -> Whole:
        media = pictures(product)
        if not {each for picture in media for each in picture.variant_ids} <= set(product.variant_ids):
            raise UnknownVariant("variant_ids")
        return edited(product, variants, {"media": media}, (), request.now)

    return altered(request, product_id, alter, *says, status=status)
