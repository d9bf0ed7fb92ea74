"""A product and its variants: what they are, and how many there may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from functions.catalog.lifecycle import Status
from functions.catalog.media.picture import Picture
from functions.catalog.options import Option, title_of

COLLECTIONS_MAX = 5  # each is a row of the commit that makes the product
VARIANTS_MAX = 2048  # as at Shopify; their ids are 75 KB of the product's row
VARIANTS_SHOWN = 30  # in a product's row and in answers that show it; the others are a list of their own
OPTIONS_MAX = 10  # what is made to measure has seven or eight; a title with more of them is no title
VALUES_MAX = VARIANTS_MAX  # an option; a value that no variant can have is of no use
PRICES_MAX = 20  # currencies a variant; each is a few bytes of every cart's read
IMAGES_MAX = 20
TAGS_MAX = 50
WEIGHT_G_MAX = 1_000_000  # a tonne; no parcel is heavier


@dataclass(frozen=True)
class Variant:
    """What is put into a cart. Prices are minor units by currency; without a price it is not sold in that currency."""

    id: str
    product_id: str
    sku: str
    title: str  # "T-shirt, red, M"
    prices: Mapping[str, int]
    weight_g: int  # 0: weighs nothing, or nobody has said
    is_active: bool  # whether it is for sale: its product is, and it was not taken off
    options: Mapping[str, str] = field(default_factory=dict)  # {"Size": "M"}
    barcode: str | None = None
    handle: str | None = None  # its product's; None: not known since it was last written by an older release
    image: str | None = None  # what carts show: of its product's pictures, else the first of its images
    is_archived: bool = False  # taken off its product: kept for orders and reports, and to come back
    version: int = 1
    shown_title: str = field(default="", compare=False)  # the last that was for sale: all that carts may still tell


@dataclass(frozen=True)
class Product:
    """What is shown as one thing and comes in variants."""

    id: str
    handle: str
    title: str
    status: Status
    created_at: str
    updated_at: str
    version: int = 1
    description: str = ""
    options: Sequence[Option] = ()
    images: Sequence[str] = ()  # addresses elsewhere
    media: Sequence[Picture] = ()  # pictures of the shop's own, in the order they are shown
    collections: Sequence[str] = ()  # handles
    tags: Sequence[str] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)  # staff's own
    public_metadata: Mapping[str, str] = field(default_factory=dict)  # what shoppers' clients get of it
    variant_ids: Sequence[str] = ()  # in the order they are shown

    @property
    def is_active(self) -> bool:
        """Whether it is for sale."""
        return self.status is Status.ACTIVE

    def title_with(self, options: Mapping[str, str]) -> str:
        """A variant's title: the product's, then the variant's value of each option in the options' order."""
        return title_of(self.title, self.options, options)


@dataclass(frozen=True)
class Whole:
    """A product with the first of its variants, in order; with all where there are few.

    live_count: how many in all were not taken off.
    """

    product: Product
    variants: tuple[Variant, ...]
    live_count: int

    @classmethod
    def of(cls, product: Product, variants: Sequence[Variant]) -> "Whole":
        """The product with all of its variants, as it is shown."""
        live = sum(not variant.is_archived for variant in variants)
        return cls(product, tuple(variants[:VARIANTS_SHOWN]), live)


@dataclass(frozen=True)
class ProductSummary:
    """A product's name, for reports and lists."""

    id: str
    title: str
    handle: str
