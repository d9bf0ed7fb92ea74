"""What the rows of variants say while a change of many of them is under way: all of it, or nothing of it."""

from collections.abc import Sequence

from functions.catalog.chunked.under_way import State, UnderWay, under_way
from functions.catalog.product import Variant
from functions.catalog.table import SPEC, variant_of
from shared.dynamo import Item, Read, fetch
from shared.errors import Unavailable

TRIES = 5  # each finds another change at work, which takes seconds at the least


def as_published(items: Sequence[Item | None]) -> list[Variant]:
    """The variants of these rows, as everybody is to see them; one that is not there yet is left out.

    A row that a change writes is told by where that change is, which costs a read. Raises Unavailable.
    """
    found = list(items)
    for _ in range(TRIES):
        waiting = [item for item in found if item and "next" in item]
        if not waiting:
            return [variant_of(item) for item in found if item and "id" in item]
        (changes,) = fetch(under_way(item["product_id"] for item in waiting))
        told = [_told(item, changes.get(item["product_id"])) if item and "next" in item else item for item in found]
        moved_on = tuple((item["pk"], item["sk"]) for item in told if item and "next" in item)
        (again,) = fetch(_by_place(moved_on)) if moved_on else ({},)  # the change ended between the two reads
        found = [again.get((item["pk"], item["sk"])) if item and "next" in item else item for item in told]
    raise Unavailable("The product is being changed; try again.")


def _by_place(keys: tuple[tuple[str, str], ...]) -> Read[dict[tuple[str, str], Item]]:
    return Read(SPEC, keys, lambda rows: {(row["pk"], row["sk"]): row for row in rows if row})


def _told(item: Item, change: UnderWay | None) -> Item:
    """The row as it is to be seen; as it is where its change is none that is under way."""
    if change is None or change.token != item["next_of"]:
        return item
    if change.state is State.PUBLISHED:
        return {"pk": item["pk"], "sk": item["sk"], **item["next"]}
    return {name: value for name, value in item.items() if name not in ("next", "next_of")}
