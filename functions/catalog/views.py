"""The shapes that products take in answers."""

from collections.abc import Callable, Sequence
from typing import Literal

from functions.catalog.lifecycle import Status
from functions.catalog.media.picture import Failure, Picture, State
from functions.catalog.product import Product, Variant, Whole
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
    """A variant; `available` is what may be sold of it now, at all locations."""

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
    """A product with its variants."""

    variants: list[VariantView]
    media: list[MediaView]
    metadata: dict[str, str]


class StoreProductView(_Product):
    """A product for sale as shoppers see it."""

    variants: list[StoreVariantView]
    media: list[StoreMediaView]


class CollectionView(View):
    """A collection that has something for sale, and how many products."""

    handle: str
    object: Literal["collection"] = "collection"
    products_count: int


def store_product_view(whole: Whole, available: Callable[[str], int], shows_stock: bool) -> StoreProductView:
    """The product as shoppers see it. available: what may be sold of a variant, by its id."""
    shown = product_view(whole.product, whole.variants, available)
    variants = [
        StoreVariantView(
            **variant.model_dump(include=set(StoreVariantView.model_fields) - {"available"}),
            in_stock=variant.available > 0,
            available=max(variant.available, 0) if shows_stock else None,
        )
        for variant in shown.variants
    ]
    media = [
        StoreMediaView(**each.model_dump(include=set(StoreMediaView.model_fields)))
        for each in shown.media
        if each.status is State.READY
    ]
    same = set(StoreProductView.model_fields) - {"variants", "media"}
    return StoreProductView(**shown.model_dump(include=same), variants=variants, media=media)


def product_view(product: Product, variants: Sequence[Variant], available: Callable[[str], int]) -> ProductView:
    """The product as it is shown. available: what may be sold of a variant, by its id."""
    return ProductView(
        id=product.id,
        version=product.version,
        handle=product.handle,
        title=product.title,
        description=product.description,
        status=product.status,
        options=[OptionView(name=option.name, values=list(option.values)) for option in product.options],
        variants=[_variant_view(variant, available(variant.id)) for variant in variants],
        images=list(product.images),
        media=[_media_view(picture) for picture in product.media],
        collections=list(product.collections),
        tags=list(product.tags),
        metadata=dict(product.metadata),
        public_metadata=dict(product.public_metadata),
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


def _variant_view(variant: Variant, available: int) -> VariantView:
    return VariantView(
        id=variant.id,
        sku=variant.sku,
        title=variant.title,
        options=dict(variant.options),
        prices=[PriceView(currency=code, amount=variant.prices[code]) for code in sorted(variant.prices)],
        weight_g=variant.weight_g,
        barcode=variant.barcode,
        available=available,
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
