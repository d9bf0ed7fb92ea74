"""What a change makes of a product and its variants, and what no change may make of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.catalog.lifecycle import moved
from functions.catalog.media.picture import leading
from functions.catalog.options import check_choices, check_options
from functions.catalog.product import VARIANTS_MAX, Product, Variant
from shared import clock
from shared.errors import Invalid


class TooManyVariants(Invalid):
    """More variants than a product may have."""

    code = "too_many_variants"

    def __init__(self) -> None:
        super().__init__(f"A product has at most {VARIANTS_MAX} variants.", param="variants")


class UnknownVariant(Invalid):
    """A change of a variant that this product does not have, or has named twice."""

    code = "unknown_variant"

    def __init__(self, param: str) -> None:
        super().__init__("The product has no such variant, or it is named twice.", param=param)


class SkuTwice(Invalid):
    """Two variants of one product with the same SKU, in whatever letters."""

    code = "sku_twice"

    def __init__(self, where: str, sku: str) -> None:
        super().__init__("Another variant of the product has this SKU.", param=f"{where}.sku", details={"sku": sku})


class NothingToSell(Invalid):
    """An active product without variants, or with none that is left: there is nothing to put into a cart."""

    code = "nothing_to_sell"

    def __init__(self) -> None:
        super().__init__("A product can be active only with a variant that was not taken off.", param="status")


@dataclass(frozen=True)
class VariantEdit:
    """New values for some fields of a variant, or for all of a new one."""

    where: str  # in the request, such as `variants[2]`
    id: str
    is_new: bool
    fields: Mapping[str, Any]


Whole = tuple[Product, tuple[Variant, ...]]  # a product and all of its variants, in order


def made(product: Product, edits: Sequence[VariantEdit]) -> Whole:
    """A new product with its variants. Raises what `edited` raises."""
    return _fitted(product, (), edits)


def edited(
    before: Product, variants: Sequence[Variant], fields: Mapping[str, Any], edits: Sequence[VariantEdit], now: datetime
) -> Whole:
    """The product after a change of these fields and variants; the very same where nothing differs.

    Versions go up by one where something does. Raises StatusRefused, OptionsWrong, TooManyVariants, UnknownVariant,
    SkuTwice or NothingToSell.
    """
    moved(before.status, fields.get("status", before.status))
    after, variants_after = _fitted(replace(before, **fields), variants, edits)
    seen = {variant.id: variant for variant in variants}
    aged = tuple(
        variant if variant == seen.get(variant.id, variant) else replace(variant, version=variant.version + 1)
        for variant in variants_after
    )
    if after == before and aged == tuple(variants):
        return before, tuple(variants)
    return replace(after, version=before.version + 1, updated_at=clock.stamp(now)), aged


def _fitted(product: Product, variants: Sequence[Variant], edits: Sequence[VariantEdit]) -> Whole:
    """Product and variants made to agree: every rule holds, titles and what is for sale are carried over."""
    check_options(product.options)
    changed = _applied(product, variants, edits)
    if len(changed) > max(VARIANTS_MAX, len(variants)):  # there were once more
        raise TooManyVariants
    ordered = sorted(changed.values(), key=lambda variant: variant.is_archived)  # what was taken off comes last
    if product.is_active and (not ordered or ordered[0].is_archived):
        raise NothingToSell
    places = {edit.id: edit.where for edit in edits}
    told = sorted(ordered, key=lambda variant: variant.id in places)  # blame falls on what the request names
    sold = [variant for variant in told if not variant.is_archived]
    check_choices(product.options, [(places.get(variant.id, "options"), variant.options) for variant in sold])
    _check_skus([(places.get(variant.id, "variants"), variant.sku) for variant in told])
    settled = tuple(_carrying(product, variant) for variant in ordered)
    return replace(product, variant_ids=tuple(variant.id for variant in settled)), settled


def _carrying(product: Product, variant: Variant) -> Variant:
    """The variant with what a cart shows of its product.

    What is withdrawn may be renamed; shoppers go on seeing the title they saw. What was taken off keeps its title: the
    product may have no such option any more.
    """
    title = (variant.title or product.title) if variant.is_archived else product.title_with(variant.options)
    image = leading(product.media, variant.id) or next(iter(product.images), None)
    is_active = product.is_active and not variant.is_archived
    shown = title if is_active else variant.shown_title
    named = replace(variant, title=title, is_active=is_active, shown_title=shown)
    return replace(named, handle=product.handle, image=image)


def _applied(product: Product, variants: Sequence[Variant], edits: Sequence[VariantEdit]) -> dict[str, Variant]:
    changed = {variant.id: variant for variant in variants}
    named: set[str] = set()
    for edit in edits:
        if edit.is_new:
            changed[edit.id] = Variant(
                id=edit.id,
                product_id=product.id,
                title="",
                is_active=False,
                **{"prices": {}, "weight_g": 0, **edit.fields},
            )
        elif edit.id in changed and edit.id not in named:
            changed[edit.id] = replace(changed[edit.id], **edit.fields)
        else:
            raise UnknownVariant(f"{edit.where}.id")
        named.add(edit.id)
    return changed


def _check_skus(skus: Sequence[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for where, sku in skus:
        if sku.upper() in seen:
            raise SkuTwice(where, sku)
        seen.add(sku.upper())
