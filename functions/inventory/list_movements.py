"""Pages of the book, newest first: of a variant, of a location, of both, or all; of a time, which the ids tell."""

from collections.abc import Sequence
from typing import Any

from functions.inventory import store, table
from functions.inventory.table import LISTING, LOCATED, MOVEMENTS, SPEC
from functions.inventory.views import MovementQuery, MovementView, movement_view
from shared.dynamo import Item, Page, fetch, query, query_kept
from shared.http import Listed, Paging, Reply, Request

READ_MAX = 1000  # a variant's movements looked through for one location's; the page after it goes on from there


def list_movements(request: Request, asked: MovementQuery) -> Reply[Listed[MovementView]]:
    """The movements, newest first. With both filters a page may be short and still have more after it.

    Raises WrongRange or BadCursor.
    """
    paging = Paging(request, asked)
    page = _page(asked, paging)
    (movements,) = fetch(store.movements((item["pk"], item["sk"]) for item in page.items))
    data = [movement_view(each) for each in movements]
    return Reply(Listed[MovementView](data=data, **paging.next(page)))


def _page(asked: MovementQuery, paging: Paging) -> Page:
    first, last = asked.created.ids("mov")
    how: dict[str, Any] = {"newest_first": True, "after": paging.after}
    if asked.variant_id:
        own = {**how, "sort": ("between", table.move_sk(first), table.move_sk(last))}
        if asked.location_id:
            return _both(asked.variant_id, asked.location_id, paging.limit, own)
        return query(SPEC, table.moves_pk(asked.variant_id), limit=paging.limit, **own)
    partition, index = (asked.location_id, LOCATED) if asked.location_id else (MOVEMENTS, LISTING)
    return query(SPEC, partition, index=index, sort=("between", first, last), limit=paging.limit, **how)


def _both(variant_id: str, location_id: str, limit: int, how: dict[str, Any]) -> Page:
    """A variant's movements at one location, picked out of all of the variant's."""

    def keep(items: list[Item]) -> Sequence[Item | None]:
        return [item if item["location_id"] == location_id else None for item in items]

    _, page = query_kept(SPEC, table.moves_pk(variant_id), keep=keep, limit=limit, looked_max=READ_MAX, **how)
    return page
