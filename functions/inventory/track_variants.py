"""Registering variants, so that stock can be kept of them.

A SKU is one variant's in all of the shop, in whatever letters it is typed: `case-x` and `CASE-X` are the same one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from functions.inventory import table
from functions.inventory.table import SPEC
from shared.dynamo import Write, create, delete, update
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
