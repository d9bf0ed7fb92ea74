"""Which pictures name which files: counted with every change of a product, so that what nobody names can go.

Files that a variant for sale showed stay for good: a line of an order may show them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from functions.catalog.media.picture import BEGINNING, Picture
from functions.catalog.media.table import LISTED, files_key
from functions.catalog.table import UNNAMED
from shared import clock
from shared.dynamo import PRESENT, Write, update
from shared.table import TableSpec

TAKEN_AWAY = "attribute_exists(#removing)"


def claimed(table: TableSpec, file_hash: str, names: Iterable[str], now: datetime) -> Write:
    """These files are about to be there, and soon named. Raises Stale from the commit while they are taken away."""
    return update(
        table,
        files_key(file_hash),
        "SET #names = :names, #listed = :listed, #at = :at ADD #named :none",
        condition="attribute_not_exists(#removing)",
        names={"#names": "names", "#listed": UNNAMED.partition, "#at": str(UNNAMED.sort), "#named": "named"}
        | {"#removing": "removing"},
        values={":names": list(names), ":listed": LISTED, ":at": clock.stamp(now), ":none": 0},
    )


def renamed(
    table: TableSpec,
    before: Iterable[Picture],
    after: Iterable[Picture],
    shown_before: Iterable[str],
    shown_after: Iterable[str],
    at: str,
) -> list[Write]:
    """What a change of a product's pictures, and of what its variants show while they are for sale, does to the counts.

    shown: addresses of variants' pictures, of other places too. at: when.
    """
    named, was_named = _hashes(after), _hashes(before)
    stays = _shown(shown_after) - _shown(shown_before)
    return [
        _counted(table, each, named[each] - was_named[each], at, stays=each in stays)
        for each in sorted({*named, *was_named, *stays})
        if named[each] != was_named[each] or each in stays
    ]


def _counted(table: TableSpec, file_hash: str, by: int, at: str, *, stays: bool) -> Write:
    sets: dict[str, str | bool] = {}
    if by < 0:  # perhaps the last that named them
        sets |= {UNNAMED.partition: LISTED, str(UNNAMED.sort): at}
    if stays:
        sets["stays"] = True
    told = "SET " + ", ".join(f"#{name} = :{name}" for name in sets) + " " if sets else ""
    return update(
        table,
        files_key(file_hash),
        f"{told}ADD #named :by",
        condition=f"{PRESENT} AND NOT {TAKEN_AWAY}",
        names={f"#{name}": name for name in ("named", "removing", *sets)},
        values={":by": by} | {f":{name}": value for name, value in sets.items()},
    )


def _hashes(pictures: Iterable[Picture]) -> Counter[str]:
    return Counter(picture.files.hash for picture in pictures if picture.files)


def _shown(addresses: Iterable[str]) -> set[str]:
    ours = (each for each in addresses if each.startswith(BEGINNING))
    return {each.removeprefix(BEGINNING).partition("/")[0] for each in ours}
