"""The rows of variants that a change under way still has to write."""

from collections.abc import Iterable

from functions.catalog.chunked.under_way import UnderWay
from functions.catalog.table import SPEC, variant_key
from shared.dynamo import Item, Read, fetch


def rows_left(change: UnderWay, variant_ids: Iterable[str]) -> list[Item]:
    """Those of these variants' rows that say what they are to become by this change."""
    keys = tuple(variant_key(variant_id) for variant_id in variant_ids)
    (rows,) = fetch(Read(SPEC, keys, lambda items: [item for item in items if item]))
    return [row for row in rows if row.get("next_of") == change.token]
