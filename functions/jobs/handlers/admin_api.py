"""What staff do with jobs, for which each asks for the scope of its kind besides; and the jobs that begin here."""

from functions.jobs import store
from functions.jobs.begin_migration import begin_migration
from functions.jobs.change_job import cancel_job, resume_job
from functions.jobs.inputs import JobQuery, Migration
from functions.jobs.show import link_of, show, view_of
from functions.jobs.table import SPEC
from functions.jobs.views import JobView
from shared.dynamo import fetch
from shared.http import Api, Listed, Paging, Reply, Request

api = Api("jobs", SPEC)


@api.get("/admin/jobs", scope="jobs:read")
def get_jobs(request: Request, query: JobQuery) -> Reply[Listed[JobView]]:
    """List the jobs that your key may see, newest first. Show one for the link to its result."""
    paging = Paging(request, query)
    jobs, page = store.newest(query, paging.limit, paging.after, request.scopes)
    return Reply(Listed(data=[view_of(job, show(job)) for job in jobs], **paging.next(page)))


@api.get("/admin/jobs/<job_id>", scope="jobs:read")
def get_job(request: Request, job_id: str) -> Reply[JobView]:
    """Show how far a job has come, and once it is done a link to its result that ends after an hour."""
    (job,) = fetch(store.job(job_id))
    request.require_scopes(job.scopes)
    return Reply(view_of(job, show(job), link_of(job, request.now)), version=job.version)


@api.post("/admin/jobs/<job_id>/cancel", action="job.cancel", scope="jobs:write")
def cancel(request: Request, job_id: str) -> Reply[JobView]:
    """Cancel a job: from this moment on nothing more of it is done. What was done stays."""
    return cancel_job(job_id, request)


@api.post("/admin/jobs/<job_id>/resume", action="job.resume", scope="jobs:write")
def resume(request: Request, job_id: str) -> Reply[JobView]:
    """Go on with a job that failed or was canceled, by what is not done yet."""
    return resume_job(job_id, request)


@api.post("/admin/migrations", action="migration.begin", status=202, scope="migrations:write")
def begin(request: Request, body: Migration) -> Reply[JobView]:
    """Begin to rewrite a table in the shape of this release, as a job. The shop goes on meanwhile."""
    return begin_migration(body, request)


handler = api.handler
