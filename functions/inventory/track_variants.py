"""Registering variants, so that stock can be kept of them."""

from collections.abc import Sequence
from datetime import datetime

from functions.inventory import table
from functions.inventory.table import SPEC
from shared.dynamo import Write, create, delete, update
from shared.errors import Refused


class SkuTaken(Refused):
    """Another variant has this SKU."""

    code = "sku_taken"

    def __init__(self, sku: str) -> None:
        super().__init__("Another variant has this SKU.", details={"sku": sku})
        self.sku = sku


def track(variants: Sequence[tuple[str, str]], now: datetime) -> tuple[Write, ...]:
    """Keep stock of these (variant_id, sku) from now on; two writes each. Raises SkuTaken from the commit."""
    owners = [_own(variant_id, sku) for variant_id, sku in variants]
    return *owners, *(create(SPEC, table.stock_item(variant_id, sku, now)) for variant_id, sku in variants)


def rename_sku(variant_id: str, before: str, after: str) -> tuple[Write, ...]:
    """Give a variant another SKU; three writes. From the commit: SkuTaken, or Stale where `before` is not its SKU."""
    return (
        _own(variant_id, after),
        delete(
            SPEC,
            table.sku_key(before),
            condition="#variant_id = :variant_id",
            names={"#variant_id": "variant_id"},
            values={":variant_id": variant_id},
        ),
        update(
            SPEC,
            table.stock_key(variant_id),
            "SET #sku = :after ADD #version :one",
            condition="#sku = :before",
            names={"#sku": "sku", "#version": "version"},
            values={":after": after, ":before": before, ":one": 1},
        ),
    )


def _own(variant_id: str, sku: str) -> Write:
    return create(SPEC, table.sku_item(variant_id, sku), refusal=lambda _: SkuTaken(sku))
