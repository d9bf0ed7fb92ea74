"""Jobs as they are shown."""

from datetime import datetime

from functions.jobs import store
from functions.jobs.job import Job
from functions.jobs.lifecycle import Status
from functions.jobs.views import JobView
from shared.files import link_to_file

LINK_S = 3600


def view_of(job: Job, done: int, failed: int, result_url: str | None = None) -> JobView:
    """The job, and how far it has come."""
    same = {"id", "kind", "total", "version", "created_by", "created_at", "updated_at", "ended_at"}
    shown = job.model_dump(include=same)
    return JobView(**shown, status=job.status.value, done=done, failed=failed, result_url=result_url)


def show(job: Job) -> tuple[int, int]:
    """How many of its things were dealt with, and how many could not be. Until it is done its chunks tell."""
    if job.plan is None or job.status is Status.DONE:
        return job.done, job.failed
    chunks = store.chunks(job.id)
    return sum(chunk.done for chunk in chunks), sum(chunk.failed for chunk in chunks)


def link_of(job: Job, now: datetime) -> str | None:
    """A link to its result, None where there is none, or none any more."""
    return link_to_file(job.result, LINK_S) if job.result and job.has_files(now) else None
