"""Beside what each variant's row says, what it becomes: written and seen by nobody."""

from collections.abc import Iterator

from functions import inventory
from functions.catalog.chunked.change import Change
from functions.catalog.chunked.under_way import UnderWay
from functions.catalog.product import Variant
from functions.catalog.table import SPEC, variant_fields, variant_key
from shared.dynamo import Item, Write, create, update


def stage(change: Change, under_way: UnderWay) -> Iterator[list[Write]]:
    """The writes of each variant, which belong into one commit. From the commit: Stale, inventory.SkuTaken."""
    held = {inventory.sku_as_known(each.sku): each.id for each in change.variants_before}
    wanted = {inventory.sku_as_known(each.sku): each.id for each in change.variants_after}
    for variant in change.written:
        before = change.seen.get(variant.id)
        sku = inventory.sku_as_known(variant.sku)
        is_another = before is None or before.sku != variant.sku
        fields = {
            "next": variant_fields(variant),
            "next_of": under_way.token,
            "takes": is_another and sku in held,  # then it is the product's own already, and stays so
            "gives_up": before is not None and inventory.sku_as_known(before.sku) not in wanted,
        }
        yield [_row(change, variant, before, fields), *_inventory(change, variant, before, is_free=sku not in held)]


def _row(change: Change, variant: Variant, before: Variant | None, fields: Item) -> Write:
    pk, sk = variant_key(variant.id)
    if before is None:
        return create(SPEC, {"pk": pk, "sk": sk, "product_id": change.after.id, **fields})
    return update(
        SPEC,
        (pk, sk),
        "SET " + ", ".join(f"#{name} = :{name}" for name in fields),
        condition="#version = :seen",
        names={"#version": "version", **{f"#{name}": name for name in fields}},
        values={":seen": before.version, **{f":{name}": value for name, value in fields.items()}},
    )


def _inventory(change: Change, variant: Variant, before: Variant | None, *, is_free: bool) -> Iterator[Write]:
    if is_free:
        yield inventory.claim_sku(variant.id, variant.sku)
    if before is None:
        yield inventory.begin_stock(variant.id, variant.sku, change.now)
