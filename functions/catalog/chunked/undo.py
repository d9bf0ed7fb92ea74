"""A change that will not be published: its rows say again what they said. Whoever does it again does nothing."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from functions import inventory
from functions.catalog.chunked import chunks
from functions.catalog.chunked.chunks import packed
from functions.catalog.chunked.rows import rows_left
from functions.catalog.chunked.under_way import State, UnderWay, ended, moved
from functions.catalog.table import SPEC, variant_key
from shared import telemetry
from shared.batches import batched
from shared.dynamo import Item, Write, commit, delete, retry_stale, update
from shared.dynamo.reads import BATCH
from shared.errors import Stale

STAGED = ("next", "next_of", "takes", "gives_up")


def undo(change: UnderWay, last: Sequence[Write] = ()) -> None:
    """All of it, unless it was published meanwhile, or ended. last: writes that go with the end of it.

    Raises Stale where somebody else ends it at this very moment, and Unavailable.
    """
    if change.state is State.STAGING:
        undoing, write = moved(change, State.UNDOING)
        with suppress(Stale):
            commit(write)  # from here on it can be neither published nor gone on with
            undo(undoing, last)
        return
    for ids in batched(change.variant_ids, BATCH):
        retry_stale(lambda ids=ids: _undo(change, ids))  # type: ignore[misc]
    commit(*ended(change), *last)
    telemetry.note("product_change_undone", product_id=change.product_id, version=change.makes)


def _undo(change: UnderWay, variant_ids: Sequence[str]) -> None:
    groups = (list(_writes(change, row)) for row in rows_left(change, variant_ids))
    for some in packed(groups, chunks.writes_max):
        commit(*some)


def _writes(change: UnderWay, row: Item) -> Iterator[Write]:
    variant_id, sku = row["next"]["id"], row["next"]["sku"]
    is_new = "id" not in row
    is_own, token = "#of = :token", {":token": change.token}
    if is_new:
        yield delete(SPEC, variant_key(variant_id), condition=is_own, names={"#of": "next_of"}, values=token)
        yield inventory.forget_stock(variant_id)
    else:
        names = {f"#{name}": name for name in STAGED if name != "next_of"} | {"#of": "next_of"}
        gone = "REMOVE " + ", ".join(names)
        yield update(SPEC, variant_key(variant_id), gone, condition=is_own, names=names, values=token)
    was_claimed = not row["takes"] and (is_new or row["sku"] != sku)
    if was_claimed:
        yield inventory.give_up_sku(variant_id, sku)
