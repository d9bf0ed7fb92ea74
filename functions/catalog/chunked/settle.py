"""After a change was published: each variant's row says what it has become. Whoever does it again does nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from functions import inventory
from functions.catalog import store
from functions.catalog.chunked import chunks
from functions.catalog.chunked.chunks import packed
from functions.catalog.chunked.rows import rows_left
from functions.catalog.chunked.under_way import UnderWay, ended
from functions.catalog.news import price_changes
from functions.catalog.product import Variant
from functions.catalog.table import SPEC, variant_item, variant_of
from shared.batches import batched
from shared.dynamo import Item, Write, commit, fetch, replace_if, retry_stale
from shared.dynamo.reads import BATCH


def settle(change: UnderWay, now: datetime) -> None:
    """All of it. Raises Stale where somebody else ends it at this very moment, and Unavailable."""
    for ids in batched(change.variant_ids, BATCH):
        retry_stale(lambda ids=ids: _settle(change, ids, now))  # type: ignore[misc]
    commit(*ended(change))


def _settle(change: UnderWay, variant_ids: Sequence[str], now: datetime) -> None:
    rows = rows_left(change, variant_ids)
    taken = [row["next"]["sku"] for row in rows if row["takes"]]
    (owners,) = fetch(inventory.sku_owners(taken)) if taken else ({},)
    groups = (list(_writes(change, row, owners, now)) for row in rows)
    for some in packed(groups, chunks.writes_max):
        commit(*some)


def _writes(change: UnderWay, row: Item, owners: dict[str, str], now: datetime) -> Iterator[Write]:
    after = variant_of(row["next"])
    before = variant_of(row) if "id" in row else None
    yield replace_if(
        SPEC,
        variant_item(after),
        "#of = :token",
        names={"#of": "next_of"},
        values={":token": change.token},
    )
    if row["takes"]:
        yield inventory.hand_over_sku(after.id, after.sku, owners[after.sku])
    if before:
        yield from _of_what_was(change, row, before, after, now)


def _of_what_was(change: UnderWay, row: Item, before: Variant, after: Variant, now: datetime) -> Iterator[Write]:
    if row["gives_up"]:
        yield inventory.give_up_sku(before.id, before.sku)
    if before.sku != after.sku:
        yield inventory.rename_stock(before.id, before.sku, after.sku)
    yield from store.said_of_variant(after, change.makes, price_changes(before, after), now)
