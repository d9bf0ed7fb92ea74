"""Pages of levels: of a variant, of a location, of both, or all."""

from functions.inventory import store, table
from functions.inventory.table import LEVELS, LISTING, SPEC
from functions.inventory.views import LevelView, StockQuery, level_view
from shared.dynamo import Page, fetch, query
from shared.http import Listed, Paging, Reply, Request


def list_levels(request: Request, asked: StockQuery) -> Reply[Listed[LevelView]]:
    """The levels that were ever written, as they are now; by location and variant, or by location for one variant."""
    paging = Paging(request, asked)
    page = _page(asked, paging)
    shelves = [tuple(reversed(item["listed_as"].split("#"))) for item in page.items]
    levels = store.levels_at([(variant, location) for variant, location in shelves])
    found, skus = fetch(levels, store.skus(variant for variant, _ in shelves))
    data = [level_view(level, skus[level.variant_id]) for level in found]
    return Reply(Listed[LevelView](data=data, **paging.next(page)))


def _page(asked: StockQuery, paging: Paging) -> Page:
    if asked.variant_id and asked.location_id:
        return Page([table.level_listing(asked.variant_id, asked.location_id)], None)
    if asked.variant_id:
        pk, _ = table.stock_key(asked.variant_id)
        return query(SPEC, pk, sort=("begins_with", "LEVEL#"), limit=paging.limit, after=paging.after)
    sort = ("begins_with", f"{asked.location_id}#") if asked.location_id else ()
    return query(SPEC, LEVELS, index=LISTING, sort=sort, limit=paging.limit, after=paging.after)
