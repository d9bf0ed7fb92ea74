"""The audit log as staff read it: `/admin/audit`. No entry is written here but that of its own export."""

from functions import jobs
from functions.audit.export_entries import export_entries
from functions.audit.list_entries import list_entries
from functions.audit.views import AuditEntryView, AuditExport, AuditQuery
from shared.http import Api, Listed, Reply, Request

api = Api("audit", jobs.CLAIMS)


@api.get("/admin/audit", scope="audit:read")
def get_entries(request: Request, query: AuditQuery) -> Reply[Listed[AuditEntryView]]:
    """List what staff did, newest first: all of it, or by whom, to what, of what kind, when."""
    return list_entries(request, query)


@api.post("/admin/audit/export", action="audit.export", status=202, scope="audit:read")
def export(request: Request, body: AuditExport) -> Reply[jobs.JobView]:
    """Write what staff did, all or what the list's filters leave, as CSV, by a job; its result is for a week."""
    return export_entries(body, request)


handler = api.handler
