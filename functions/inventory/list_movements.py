"""Pages of the book, newest first: of a variant, of a location, of both, or all."""

from functions.inventory import store, table
from functions.inventory.table import LISTING, LOCATED, MOVEMENTS, SPEC
from functions.inventory.views import MovementView, StockQuery, movement_view
from shared.dynamo import Item, Page, fetch, query
from shared.http import Listed, Paging, Reply, Request

READ_MAX = 1000  # a variant's movements looked through for one location's; the page after it goes on from there


def list_movements(request: Request, asked: StockQuery) -> Reply[Listed[MovementView]]:
    """The movements, newest first. With both filters a page may be short and still have more after it."""
    paging = Paging(request, asked)
    page = _page(asked, paging)
    (movements,) = fetch(store.movements((item["pk"], item["sk"]) for item in page.items))
    data = [movement_view(each) for each in movements]
    return Reply(Listed[MovementView](data=data, **paging.next(page)))


def _page(asked: StockQuery, paging: Paging) -> Page:
    if asked.variant_id and asked.location_id:
        return _both(asked.variant_id, asked.location_id, paging)
    if asked.variant_id:
        partition, index = table.moves_pk(asked.variant_id), None
    elif asked.location_id:
        partition, index = asked.location_id, LOCATED
    else:
        partition, index = MOVEMENTS, LISTING
    return query(SPEC, partition, index=index, newest_first=True, limit=paging.limit, after=paging.after)


def _both(variant_id: str, location_id: str, paging: Paging) -> Page:
    """A variant's movements at one location, picked out of all of the variant's."""
    found: list[Item] = []
    after, read = paging.after, 0
    while True:
        page = query(SPEC, table.moves_pk(variant_id), newest_first=True, limit=paging.limit, after=after)
        after, read = page.next_key, read + len(page.items)
        for item in page.items:
            if item["location_id"] == location_id:
                found.append(item)
                if len(found) == paging.limit:
                    is_last = item is page.items[-1]
                    return Page(found, after if is_last else {"pk": item["pk"], "sk": item["sk"]})
        if after is None or read >= READ_MAX:
            return Page(found, after)
