"""The shapes that products take in requests, and the fields that they set."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from functions.catalog.edit import VariantEdit
from functions.catalog.lifecycle import Status
from functions.catalog.options import Option
from functions.catalog.product import (
    COLLECTIONS_MAX,
    IMAGES_MAX,
    OPTIONS_MAX,
    PRICES_MAX,
    TAGS_MAX,
    VALUES_MAX,
    VARIANTS_MAX,
    WEIGHT_G_MAX,
)
from functions.catalog.slug import HANDLE_MAX, PATTERN
from shared.errors import Invalid
from shared.http import Amount, CreatedWithin, CurrencyCode, HttpsUrl, Input, Metadata, PageQuery, Prose, RequiredLine
from shared.http.text import Text, none_if_blank


def each_once(things: list[str]) -> list[str]:
    if len(set(things)) < len(things):
        raise ValueError("must not name anything twice")
    return things


def _one_a_currency(prices: "list[Price]") -> "list[Price]":
    each_once([price.currency for price in prices])
    return prices


class Price(Input):
    """What one unit costs in one currency, in minor units."""

    currency: CurrencyCode
    amount: Amount


Handle = Annotated[str, StringConstraints(pattern=PATTERN, max_length=HANDLE_MAX)]
Name = Annotated[str, Text(50, is_required=True)]
Value = Annotated[str, Text(100, is_required=True)]
Sku = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$")]
Barcode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,48}$")]
BarcodeOrNone = Annotated[Barcode | None, BeforeValidator(none_if_blank)]
Weight = Annotated[int, Field(ge=0, le=WEIGHT_G_MAX)]
Prices = Annotated[list[Price], Field(max_length=PRICES_MAX), AfterValidator(_one_a_currency)]
Choices = Annotated[dict[Name, Value], Field(max_length=OPTIONS_MAX)]
Images = Annotated[list[HttpsUrl], Field(max_length=IMAGES_MAX)]
Collections = Annotated[list[Handle], Field(max_length=COLLECTIONS_MAX), AfterValidator(each_once)]
ProductIds = Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-Z]{26}(,prod_[0-9A-Z]{26}){0,99}$")]
Tags = Annotated[
    list[Annotated[str, Text(64, is_required=True)]], Field(max_length=TAGS_MAX), AfterValidator(each_once)
]


class OptionInput(Input):
    """One way in which the variants differ."""

    name: Name
    values: Annotated[list[Value], Field(min_length=1, max_length=VALUES_MAX)]


Options = Annotated[list[OptionInput], Field(max_length=OPTIONS_MAX)]


class NewVariant(Input):
    """A variant, with a value for every option of its product."""

    sku: Sku
    options: Choices = Field({})
    prices: Prices = Field([])
    weight_g: Weight = 0
    barcode: BarcodeOrNone = None


class NewProduct(Input):
    """A product with its variants. Without a handle it gets one from its title."""

    title: RequiredLine
    handle: Handle | None = None
    description: Prose = ""
    status: Literal[Status.DRAFT, Status.ACTIVE] = Status.DRAFT
    options: Options = Field([])
    variants: Annotated[list[NewVariant], Field(max_length=VARIANTS_MAX)] = Field([])
    images: Images = Field([])
    collections: Collections = Field([])
    tags: Tags = Field([])
    metadata: Metadata = Field({})
    public_metadata: Metadata = Field({})


class VariantChange(Input):
    """With `id` a change of that variant, without it a new one. What is left out stays; null empties.

    status: `archived` takes it off the product, which keeps it and its SKU; `active` brings it back.
    """

    id: Annotated[str, StringConstraints(max_length=64)] | None = None
    sku: Sku | None = None
    options: Choices | None = None
    prices: Prices | None = None
    weight_g: Weight | None = None
    barcode: BarcodeOrNone = None
    status: Literal["active", "archived"] | None = None


class ProductChange(Input):
    """New values for some of a product's fields. What is left out stays; null empties; lists are replaced whole, except
    `variants`, which changes the variants it names and adds those without `id`."""

    title: RequiredLine | None = None
    handle: Handle | None = None
    description: Prose | None = None
    status: Status | None = None
    options: Options | None = None
    variants: Annotated[list[VariantChange], Field(max_length=VARIANTS_MAX)] = Field([])
    images: Images | None = None
    collections: Collections | None = None
    tags: Tags | None = None
    metadata: Metadata | None = None
    public_metadata: Metadata | None = None


Sort = Literal["created_at", "-created_at", "title", "-title"]  # a price has currencies: no index sorts by it


class StoreProducts(PageQuery):
    """The store's list, of one collection or of all."""

    collection: Handle | None = None
    sort: Sort = "-created_at"


class AdminProducts(CreatedWithin):
    """Staff's list; a product is in it where all filters hold. `handle` and `sku` are exact.

    ids: up to a hundred, with commas between them; then the list has their order, and what is not there is left out.
    q: words that words of the title begin with, or a whole SKU; then the list is by title, that SKU's product first.
    """

    ids: ProductIds | None = None
    status: Status | None = None
    collection: Handle | None = None
    handle: Handle | None = None
    sku: Sku | None = None
    q: Annotated[str, Text(100, is_required=True)] | None = None
    sort: Sort = "-created_at"


class CannotBeEmpty(Invalid):
    """A null for a field that every product or variant has."""

    code = "required"

    def __init__(self, param: str) -> None:
        super().__init__(f"{param} cannot be empty.", param=param)


EMPTY_PRODUCT: dict[str, Any] = {
    "description": "",
    "options": (),
    "images": (),
    "collections": (),
    "tags": (),
    "metadata": {},
    "public_metadata": {},
}
EMPTY_VARIANT: dict[str, Any] = {"options": {}, "prices": {}, "weight_g": 0, "barcode": None}


def product_fields(body: NewProduct | ProductChange) -> dict[str, Any]:
    """The fields of the product that the request sets, with the values they take. Raises CannotBeEmpty."""
    given = {name: getattr(body, name) for name in body.model_fields_set if name != "variants"}
    return {
        name: _plain(name, value) if value is not None else _empty(EMPTY_PRODUCT, name) for name, value in given.items()
    }


def variant_edits(body: NewProduct | ProductChange, new_id: Callable[[], str]) -> list[VariantEdit]:
    """What the request does to each variant it names. Raises CannotBeEmpty."""
    named: Sequence[NewVariant | VariantChange] = body.variants
    return [_edit(f"variants[{place}]", variant, new_id) for place, variant in enumerate(named)]


def _edit(where: str, variant: NewVariant | VariantChange, new_id: Callable[[], str]) -> VariantEdit:
    known = variant.id if isinstance(variant, VariantChange) else None
    given = {name: getattr(variant, name) for name in variant.model_fields_set if name != "id"}
    if known is None and "sku" not in given:
        raise CannotBeEmpty(f"{where}.sku")
    fields = {
        name: _plain(name, value) if value is not None else _empty(EMPTY_VARIANT, name, where + ".")
        for name, value in given.items()
    }
    if "status" in fields:
        fields["is_archived"] = fields.pop("status") == "archived"
    return VariantEdit(where, known or new_id(), known is None, fields)


def _empty(empty: dict[str, Any], name: str, prefix: str = "") -> Any:
    if name not in empty:
        raise CannotBeEmpty(prefix + name)
    return empty[name]


def _plain(name: str, value: Any) -> Any:
    """The value as the models keep it."""
    if name == "prices":
        return {price.currency: price.amount for price in value}
    if name == "options" and isinstance(value, list):
        return tuple(Option(option.name, tuple(option.values)) for option in value)
    return tuple(value) if isinstance(value, list) else value
