"""The audit log as staff read it: `/admin/audit`. Nobody writes it here."""

from functions.audit.list_entries import list_entries
from functions.audit.views import AuditEntryView, AuditQuery
from shared.http import Api, Listed, Reply, Request

api = Api("audit")


@api.get("/admin/audit", scope="audit:read")
def get_entries(request: Request, query: AuditQuery) -> Reply[Listed[AuditEntryView]]:
    """List what staff did, newest first: all of it, or by whom, to what, of what kind, when."""
    return list_entries(request, query)


handler = api.handler
