"""Cancel a job, or go on with one that failed or was canceled."""

from collections.abc import Callable

from functions.jobs import store
from functions.jobs.job import Job
from functions.jobs.lifecycle import Status
from functions.jobs.show import show, view_of
from functions.jobs.views import JobView
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Reply, Request

Save = Callable[[Job], tuple[Write, ...]]


def cancel_job(job_id: str, request: Request) -> Reply[JobView]:
    """From this moment no chunk has an effect any more; what was done stays. Raises WrongState, Forbidden, NotFound."""

    def canceled(job: Job) -> Job:
        return job.ended(Status.CANCELED, store.chunks(job_id), request.now)

    return _change(job_id, request, canceled, store.save_job)


def resume_job(job_id: str, request: Request) -> Reply[JobView]:
    """The chunks that are not done will be. Raises WrongState, FilesGone, TooManyJobs, Forbidden or NotFound."""
    return _change(job_id, request, lambda job: job.resumed(request.now), store.reopen_job)


def _change(job_id: str, request: Request, change: Callable[[Job], Job], save: Save) -> Reply[JobView]:
    def attempt() -> Reply[JobView]:
        _, job = fetch(request.claim.read, store.job(job_id))
        request.require_scopes(job.scopes)
        request.require_match(job.version)
        changed = change(job)
        far = show(changed)
        shown = view_of(changed, far)
        reply = Reply(shown, version=changed.version)
        settled = request.settle(reply, on=job_id, before=view_of(job, far), after=shown)
        commit(*save(changed), *settled)
        return reply

    return retry_stale(attempt)
