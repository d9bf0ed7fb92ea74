"""Reading approvals, and the write of a decision."""

from collections.abc import Iterator
from datetime import datetime

from functions.approvals.views import ApprovalQuery
from shared import clock
from shared.approvals import BY_TIME, LISTED, PENDING, SPEC, Approval, approval_of, key_of
from shared.dynamo import Item, Key, Page, Read, query_all, query_kept, required, wholes
from shared.http import Request


def approval(approval_id: str) -> Read[Approval]:
    """The approval. Raises NotFound."""
    return required(SPEC, key_of(approval_id), approval_of, "approval")


def overdue(now: datetime) -> Iterator[str]:
    """Ids of those whose time is over and that are not closed yet. A stale list."""
    for item in query_all(SPEC, LISTED, index=PENDING, sort=("<=", clock.stamp(now))):
        yield item["pk"].removeprefix("APPROVAL#")


def newest(query: ApprovalQuery, request: Request, limit: int, after: Key | None) -> tuple[list[Approval], Page]:
    """A page of those that the caller may see, newest first."""

    def keep(items: list[Item]) -> list[Approval | None]:
        return [each if each and is_wanted(each) else None for each in wholes(SPEC, items, approval_of)]

    def is_wanted(each: Approval) -> bool:
        return each.scope in request.scopes and query.status in (None, each.state(request.now))

    sort = ("between", *query.created.ids("apr"))
    return query_kept(SPEC, LISTED, keep=keep, index=BY_TIME, limit=limit, after=after, sort=sort, newest_first=True)
