"""The shapes that products take in answers."""

from collections.abc import Callable
from typing import Literal

from functions.catalog.lifecycle import Status
from functions.catalog.media.picture import Failure, Picture, State
from functions.catalog.product import Variant, Whole
from shared.http import View


class PriceView(View):
    """What one unit costs in one currency, in minor units."""

    currency: str
    amount: int


class OptionView(View):
    """One way in which the variants differ."""

    name: str
    values: list[str]


class _Media(View):
    """What staff and shoppers see of a picture alike. width, height: of the picture itself, in pixels.

    urls: below the shop's own address, by their widths in pixels; `fallback` is no WebP.
    """

    id: str
    object: Literal["media"] = "media"
    alt: str
    variant_ids: list[str]


class MediaView(_Media):
    """A picture; only one that is ready has a size and urls, and one that failed says why."""

    status: State
    failure: Failure | None
    width: int | None
    height: int | None
    urls: dict[str, str]
    created_at: str


class StoreMediaView(_Media):
    """A picture as shoppers see it."""

    width: int
    height: int
    urls: dict[str, str]


class _Variant(View):
    """What staff and shoppers see of a variant alike."""

    id: str
    object: Literal["variant"] = "variant"
    sku: str
    title: str
    options: dict[str, str]
    prices: list[PriceView]
    weight_g: int
    barcode: str | None


class VariantView(_Variant):
    """A variant; `available` is what may be sold of it now, at all locations. `archived`: taken off its product."""

    status: Literal["active", "archived"]
    available: int


class StoreVariantView(_Variant):
    """A variant as shoppers see it; `available` is null where the shop does not tell how many there are."""

    in_stock: bool
    available: int | None


class _Product(View):
    """What staff and shoppers see of a product alike."""

    id: str
    object: Literal["product"] = "product"
    version: int
    handle: str
    title: str
    description: str
    status: Status
    options: list[OptionView]
    images: list[str]
    collections: list[str]
    tags: list[str]
    public_metadata: dict[str, str]
    created_at: str
    updated_at: str


class ProductView(_Product):
    """A product with its variants, those last that were taken off. Of more than thirty it has the first, and
    `/admin/products/{product_id}/variants` lists all."""

    variants: list[VariantView]
    variants_count: int
    media: list[MediaView]
    metadata: dict[str, str]


class StoreProductView(_Product):
    """A product for sale as shoppers see it. Of more than thirty variants it has the first, and
    `/store/products/{id_or_handle}/variants` lists all."""

    variants: list[StoreVariantView]
    variants_count: int
    media: list[StoreMediaView]


class CollectionView(View):
    """A collection that has something for sale, and how many products."""

    handle: str
    object: Literal["collection"] = "collection"
    products_count: int


def store_product_view(whole: Whole, available: Callable[[str], int], shows_stock: bool) -> StoreProductView:
    """The product as shoppers see it. available: what may be sold of a variant, by its id."""
    shown = product_view(whole, available)
    live = [variant for variant in whole.variants if not variant.is_archived]
    variants = [store_variant_view(variant, available, shows_stock) for variant in live]
    media = [
        StoreMediaView(**each.model_dump(include=set(StoreMediaView.model_fields)))
        for each in shown.media
        if each.status is State.READY
    ]
    same = set(StoreProductView.model_fields) - {"variants", "variants_count", "media"}
    return StoreProductView(
        **shown.model_dump(include=same), variants=variants, variants_count=whole.live_count, media=media
    )


def product_view(whole: Whole, available: Callable[[str], int]) -> ProductView:
    """The product as it is shown. available: what may be sold of a variant, by its id."""
    product = whole.product
    return ProductView(
        id=product.id,
        version=product.version,
        handle=product.handle,
        title=product.title,
        description=product.description,
        status=product.status,
        options=[OptionView(name=option.name, values=list(option.values)) for option in product.options],
        variants=[variant_view(variant, available) for variant in whole.variants],
        variants_count=len(product.variant_ids),
        images=list(product.images),
        media=[_media_view(picture) for picture in product.media],
        collections=list(product.collections),
        tags=list(product.tags),
        metadata=dict(product.metadata),
        public_metadata=dict(product.public_metadata),
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


def store_variant_view(variant: Variant, available: Callable[[str], int], shows_stock: bool) -> StoreVariantView:
    """The variant as shoppers see it. available: what may be sold of a variant, by its id."""
    shown, units = variant_view(variant, available), available(variant.id)
    return StoreVariantView(
        **shown.model_dump(include=set(StoreVariantView.model_fields) - {"available"}),
        in_stock=units > 0,
        available=max(units, 0) if shows_stock else None,
    )


def variant_view(variant: Variant, available: Callable[[str], int]) -> VariantView:
    """The variant as it is shown. available: what may be sold of a variant, by its id."""
    return VariantView(
        id=variant.id,
        sku=variant.sku,
        title=variant.title,
        options=dict(variant.options),
        prices=[PriceView(currency=code, amount=variant.prices[code]) for code in sorted(variant.prices)],
        weight_g=variant.weight_g,
        barcode=variant.barcode,
        status="archived" if variant.is_archived else "active",
        available=available(variant.id),
    )


def _media_view(picture: Picture) -> MediaView:
    files = picture.files
    return MediaView(
        id=picture.id,
        alt=picture.alt,
        variant_ids=list(picture.variant_ids),
        status=picture.state,
        failure=picture.failure,
        width=files.width if files else None,
        height=files.height if files else None,
        urls=files.addresses if files else {},
        created_at=picture.created_at,
    )
