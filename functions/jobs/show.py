"""Jobs as they are shown."""

from dataclasses import asdict
from datetime import datetime

from functions.jobs import store
from functions.jobs.job import Job, Progress, progress
from functions.jobs.lifecycle import Status
from functions.jobs.views import JobView
from shared.files import link_to_file

LINK_S = 3600


def view_of(job: Job, far: Progress | None = None, result_url: str | None = None) -> JobView:
    """The job, and how far it has come; without that, it has just been begun."""
    same = {"id", "kind", "total", "version", "created_by", "created_at", "updated_at", "ended_at", "failure"}
    shown = job.model_dump(include=same)
    return JobView(**shown, **asdict(far or job.progress), status=job.status.value, result_url=result_url)


def show(job: Job) -> Progress:
    """How far it has come. Until it is done its chunks tell."""
    if job.plan is None or job.status is Status.DONE:
        return job.progress
    return progress(store.chunks(job.id))


def link_of(job: Job, now: datetime) -> str | None:
    """A link to its result, None where there is none, or none any more."""
    return link_to_file(job.result, LINK_S) if job.result and job.has_files(now) else None
