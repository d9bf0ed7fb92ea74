"""Pages of levels: of a variant, of a location, of both, or all; those that are low, or all others."""

from functions.inventory import store, table
from functions.inventory.level import Level
from functions.inventory.table import LEVELS, LISTING, LOW, SPEC
from functions.inventory.views import LevelView, StockQuery, level_view
from shared.dynamo import Item, Page, fetch, query_kept
from shared.http import Listed, Paging, Reply, Request

Found = tuple[list[LevelView], Page]


def list_levels(request: Request, asked: StockQuery) -> Reply[Listed[LevelView]]:
    """The levels that were ever written, as they are now; by location and variant, or by location for one variant."""
    paging = Paging(request, asked)
    found, page = _found(asked, paging)
    return Reply(Listed[LevelView](data=found, **paging.next(page)))


def _found(asked: StockQuery, paging: Paging) -> Found:
    def keep(items: list[Item]) -> list[LevelView | None]:
        shelves = [(variant, location) for location, variant in (item["listed_as"].split("#") for item in items)]
        levels, skus = fetch(store.levels_of(shelves), store.skus(variant for variant, _ in shelves))
        wanted = [levels[shelf] if _is_wanted(levels[shelf], asked) else None for shelf in shelves]
        return [level_view(level, skus[level.variant_id]) if level else None for level in wanted]

    if asked.variant_id and asked.location_id:
        (only,) = keep([table.level_listing(asked.variant_id, asked.location_id)])
        return [only] if only else [], Page([], None)
    if asked.variant_id:
        pk, _ = table.stock_key(asked.variant_id)
        of_levels = ("begins_with", "LEVEL#")
        return query_kept(SPEC, pk, keep=keep, sort=of_levels, limit=paging.limit, after=paging.after)
    partition = LOW if asked.is_low else LEVELS
    sort = ("begins_with", f"{asked.location_id}#") if asked.location_id else ()
    return query_kept(SPEC, partition, keep=keep, index=LISTING, sort=sort, limit=paging.limit, after=paging.after)


def _is_wanted(level: Level, asked: StockQuery) -> bool:
    return level.version > 0 and asked.is_low in (None, level.is_low)
