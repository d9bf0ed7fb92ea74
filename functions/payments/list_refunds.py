"""Refunds as staff read them: one by its id, those of an order, or all, by when they were asked for."""

from collections.abc import Sequence
from typing import Literal

from functions.payments import store
from functions.payments.lifecycle import RefundStatus
from functions.payments.refund import Refund
from functions.payments.views import RefundView, refund_view
from shared.dynamo import Key, Page
from shared.errors import NotFound
from shared.http import CreatedWithin, Listed, OrderId, Paging, Reply, Request
from shared.http.paging import cut

Found = tuple[list[Refund], Page]


class RefundQuery(CreatedWithin):
    """Which refunds; one is listed where all filters hold."""

    order_id: OrderId | None = None
    status: RefundStatus | None = None
    sort: Literal["created_at", "-created_at"] = "-created_at"


def show_refund(refund_id: str) -> Reply[RefundView]:
    """The refund as the processor last told of it. Raises NotFound."""
    refund = store.find_refund(refund_id)
    if refund is None:
        raise NotFound("refund")
    return Reply(refund_view(refund), version=refund.version)


def list_refunds(request: Request, query: RefundQuery) -> Reply[Listed[RefundView]]:
    """The page that the query asks for, each refund as it stands now. Raises WrongRange or BadCursor."""
    paging = Paging(request, query)
    refunds, page = _found(query, paging.limit, paging.after)
    return Reply(Listed[RefundView](data=[refund_view(each) for each in refunds], **paging.next(page)))


def _found(query: RefundQuery, limit: int, after: Key | None) -> Found:
    created, is_newest_first = query.created, query.sort == "-created_at"
    if query.order_id is None:
        return store.page_of_refunds(query.status, created, is_newest_first, limit, after)
    its_own: Sequence[Refund] = [
        each
        for each in store.refunds_of(query.order_id)
        if query.status in (None, each.status) and created.holds(each.created_at)
    ]
    return cut(its_own[::-1] if is_newest_first else its_own, lambda each: each.id, limit, after)
