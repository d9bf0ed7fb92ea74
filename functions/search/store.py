"""Reading and writing the search's rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from functions.search import table
from functions.search.published import Published
from functions.search.table import SPEC
from shared.batches import batched
from shared.dynamo import Item, Read, Write, commit, delete_seen, query, replace, update
from shared.errors import Stale

FORGOTTEN_AT_ONCE = 100  # a transaction's most
NOTES_MAX = 2000  # changes that one build takes up; the next one takes the rest


@dataclass(frozen=True)
class Change:
    """A note that a product, or the product of a variant, is another now."""

    thing: str  # prod_… or var_…
    version: int
    noted_at: str  # when it was noted first


def index(form: str) -> Read[Published]:
    """The published index of this format."""
    return Read(SPEC, (table.index_key(form),), lambda items: _index(form, items[0]))


def _index(form: str, item: Item | None) -> Published:
    return table.index_of(item) if item else Published(form)


def saved(before: Published, after: Published) -> Write:
    """The index's next state. A commit that finds another state than the one before raises Stale."""
    return replace(SPEC, table.index_item(after), seen=before.version)


def note(things: Iterable[str], now: str) -> list[Write]:
    """Notes that these products or variants are others now."""
    return [
        update(
            SPEC,
            table.change_key(thing),
            "SET #noted_at = if_not_exists(#noted_at, :now) ADD #version :one",
            condition="",
            names={"#noted_at": "noted_at", "#version": "version"},
            values={":now": now, ":one": 1},
        )
        for thing in things
    ]


def changes() -> list[Change]:
    """What has changed, as far as one build takes it up."""
    page = query(SPEC, table.CHANGES, limit=NOTES_MAX)
    return [Change(str(i["sk"]).removeprefix(table.CHANGE), i["version"], i["noted_at"]) for i in page.items]


def forget(done: Sequence[Change]) -> None:
    """Remove the notes as they were seen; one that was noted again since stays."""
    for some in batched(done, FORGOTTEN_AT_ONCE):
        _forget(some)


def _forget(some: Sequence[Change]) -> None:
    """All of them in one commit; each by itself where one of them was noted again."""
    try:
        commit(*(delete_seen(SPEC, table.change_key(change.thing), seen=change.version) for change in some))
    except Stale:
        if len(some) > 1:
            for change in some:
                _forget([change])
