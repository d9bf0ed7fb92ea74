"""The log as staff read it, page by page."""

from functions.audit import store
from functions.audit.views import AuditEntryView, AuditQuery, entry_view
from shared.http import Listed, Paging, Reply, Request


def list_entries(request: Request, query: AuditQuery) -> Reply[Listed[AuditEntryView]]:
    """The page that the query asks for. Raises WrongRange or BadCursor."""
    paging = Paging(request, query)
    wanted = store.Wanted(query.actor, query.object, query.action, query.created)
    entries, page = store.newest(wanted, paging.limit, paging.after)
    addresses = store.addresses(entries, request.now)
    return Reply(Listed(data=[entry_view(entry, addresses) for entry in entries], **paging.next(page)))
