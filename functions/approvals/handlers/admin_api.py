"""What waits for a second person, and what they say: `/admin/approvals`."""

from functions.approvals import decide, store
from functions.approvals.views import ApprovalQuery
from shared.approvals import SPEC, ApprovalView, view_of
from shared.dynamo import fetch
from shared.http import Api, Listed, Paging, Reply, Request

api = Api("approvals", SPEC)


@api.get("/admin/approvals", scope="approvals:read")
def get_approvals(request: Request, query: ApprovalQuery) -> Reply[Listed[ApprovalView]]:
    """List the approvals of what you may do yourself, newest first."""
    paging = Paging(request, query)
    found, page = store.newest(query, request, paging.limit, paging.after)
    return Reply(Listed(data=[view_of(each, request.now) for each in found], **paging.next(page)))


@api.get("/admin/approvals/<approval_id>", scope="approvals:read")
def get_approval(request: Request, approval_id: str) -> Reply[ApprovalView]:
    """Show what somebody asked for, if you may do it yourself, and what became of it."""
    (approval,) = fetch(store.approval(approval_id))
    request.require_scope(approval.scope)
    return Reply(view_of(approval, request.now), version=approval.version)


@api.post("/admin/approvals/<approval_id>/approve", action="approval.approve", scope="approvals:write")
def approve(request: Request, approval_id: str) -> Reply[ApprovalView]:
    """Approve what another person asked for, which does it, if you may do it yourself.

    It is done as things stand now, by the same rules, with the body that was sent; refused, it stays open.
    """
    return decide.approve(approval_id, request)


@api.post("/admin/approvals/<approval_id>/decline", action="approval.decline", scope="approvals:write")
def decline(request: Request, approval_id: str) -> Reply[ApprovalView]:
    """Decline what another person asked for: it is not done."""
    return decide.decline(approval_id, request)


handler = api.handler
