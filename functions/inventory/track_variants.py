"""Registering variants, so that stock can be kept of them.

A SKU is one variant's in all of the shop, in whatever letters it is typed: `case-x` and `CASE-X` are the same one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from functions.inventory import table
from functions.inventory.table import SPEC
from shared.dynamo import Read, Write, create, delete, update
from shared.dynamo.writes import replace_if
from shared.errors import Refused

Rename = tuple[str, str, str]  # (variant_id, its SKU before, its SKU after)


class SkuTaken(Refused):
    """Another variant has this SKU, perhaps in other letters."""

    code = "sku_taken"

    def __init__(self, sku: str, variant_id: str | None) -> None:
        super().__init__("Another variant has this SKU.", details={"sku": sku, "variant_id": variant_id})


def track(variants: Sequence[tuple[str, str]], now: datetime, renamed: Sequence[Rename] = ()) -> tuple[Write, ...]:
    """Keep stock of these (variant_id, sku) from now on; two writes each. Raises SkuTaken from the commit.

    renamed: variants that change their SKU in the same commit; what one of them gives up another may take, in a ring
    too, for each SKU's row is written once. From the commit: Stale where `before` is not a variant's SKU.
    """
    holders = {table.sku_key(before): variant_id for variant_id, before, _ in renamed}
    owned = [*variants, *((variant_id, after) for variant_id, _, after in renamed)]
    taken = {table.sku_key(sku) for _, sku in owned}
    return (
        *(_own(variant_id, sku, holders) for variant_id, sku in owned),
        *(_give_up(key, variant_id) for key, variant_id in holders.items() if key not in taken),
        *(create(SPEC, table.stock_item(variant_id, sku, now)) for variant_id, sku in variants),
        *(_rename(*each) for each in renamed),
    )


def sku_owners(skus: Iterable[str]) -> Read[dict[str, str]]:
    """Whose each of these SKUs is, by the SKU as it is given here; one that is nobody's is absent."""
    wanted = tuple(dict.fromkeys(skus))
    keys = tuple(table.sku_key(sku) for sku in wanted)
    return Read(
        SPEC,
        keys,
        lambda items: {sku: item["variant_id"] for sku, item in zip(wanted, items, strict=True) if item},
    )


def claim_sku(variant_id: str, sku: str) -> Write:
    """The SKU is this variant's from now on. Raises SkuTaken from the commit."""
    return _own(variant_id, sku, {})


def hand_over_sku(variant_id: str, sku: str, holder: str) -> Write:
    """The SKU is this variant's and no more its holder's. Raises Stale from the commit where it is another's."""
    return _own(variant_id, sku, {table.sku_key(sku): holder})


def give_up_sku(variant_id: str, sku: str) -> Write:
    """The SKU is nobody's any more. Raises Stale from the commit where it was not this variant's."""
    return _give_up(table.sku_key(sku), variant_id)


def begin_stock(variant_id: str, sku: str, now: datetime) -> Write:
    """Keep stock of the variant from now on."""
    return create(SPEC, table.stock_item(variant_id, sku, now))


def rename_stock(variant_id: str, before: str, after: str) -> Write:
    """The variant's SKU, as its stock tells it. Raises Stale from the commit where it was another than before."""
    return _rename(variant_id, before, after)


def forget_stock(variant_id: str) -> Write:
    """Of a variant that nobody ever saw, no stock is kept any more."""
    return delete(SPEC, table.stock_key(variant_id))


def sku_as_known(sku: str) -> str:
    """Alike for all letters that it may be typed in."""
    return table.sku_key(sku)[0]


def _own(variant_id: str, sku: str, holders: Mapping[tuple[str, str], str]) -> Write:
    item, holder = table.sku_item(variant_id, sku), holders.get(table.sku_key(sku))
    if holder is None:
        return create(SPEC, item, refusal=lambda found: SkuTaken(sku, str(found["variant_id"]) if found else None))
    return replace_if(
        SPEC,
        item,
        "#variant_id = :holder",
        names={"#variant_id": "variant_id"},
        values={":holder": holder},
    )


def _give_up(key: tuple[str, str], variant_id: str) -> Write:
    return delete(
        SPEC,
        key,
        condition="#variant_id = :variant_id",
        names={"#variant_id": "variant_id"},
        values={":variant_id": variant_id},
    )


def _rename(variant_id: str, before: str, after: str) -> Write:
    return update(
        SPEC,
        table.stock_key(variant_id),
        "SET #sku = :after ADD #version :one",
        condition="#sku = :before",
        names={"#sku": "sku", "#version": "version"},
        values={":after": after, ":before": before, ":one": 1},
    )
