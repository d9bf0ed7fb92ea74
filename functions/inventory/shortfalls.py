"""Shortfalls: a count found less than is set aside, and somebody has to know for which orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from functions.inventory import store
from functions.inventory.level import Change, Level
from functions.inventory.reservations import Shelf
from functions.inventory.table import LISTING, RESERVATIONS, SPEC
from shared.dynamo import Key, Page, fetch, query

ORDERS_MAX = 50  # orders named for a shelf, in the answer and in the event, of which each id takes thirty bytes
READ_MAX = 1000  # live reservations looked through, newest first; ten reads of a hundred
PAGE = 100  # keys that one read takes


@dataclass(frozen=True)
class Shortfall:
    """A shelf with fewer units, fit for sale, than are set aside there. order_ids: who waits for it, newest first."""

    shelf: Shelf
    short: int
    order_ids: list[str]
    has_more: bool


def shortfalls_after(changes: Sequence[tuple[Level, Change]]) -> list[Shortfall]:
    """The shelves that these changes leave, or make, too short for what is set aside there."""
    short = {
        (level.variant_id, level.location_id): level.moved(change).short
        for level, change in changes
        if change.available < 0 and level.moved(change).short
    }
    if not short:
        return []
    waiting, is_all = _waiting(short)
    return [
        Shortfall(shelf, units, waiting[shelf][:ORDERS_MAX], not is_all or len(waiting[shelf]) > ORDERS_MAX)
        for shelf, units in short.items()
    ]


def _waiting(shelves: Iterable[Shelf]) -> tuple[dict[Shelf, list[str]], bool]:
    """The orders that wait for these shelves, and whether these are all that there are.

    From an index, which may be a moment behind: an order of the last second may be missing.
    """
    waiting: dict[Shelf, list[str]] = {shelf: [] for shelf in shelves}
    after: Key | None = None
    for _ in range(READ_MAX // PAGE):
        page = _page(after)
        (found,) = fetch(store.reservations(item["listed_as"] for item in page.items))
        for shelf, orders in waiting.items():
            orders += [each.order_id for each in found if each.waits_for(shelf)]
        after = page.next_key
        if after is None:
            return waiting, True
    return waiting, False


def _page(after: Key | None) -> Page:
    """Live reservations, newest first; only people are told of them, and each is read again by its key."""
    return query(SPEC, RESERVATIONS, index=LISTING, newest_first=True, limit=PAGE, after=after)
