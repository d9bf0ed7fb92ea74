"""Look after jobs that nobody has heard of for long: one whose run ended without a word is gone on with."""

from datetime import datetime
from functools import partial

from functions.jobs import store
from functions.jobs.job import RESTARTS_MAX, Job
from shared import clock, telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.executions import is_running


def look_after_jobs(now: datetime) -> None:
    """Those whose time to be looked at has come, one by one."""
    for job_id in store.unlooked_at(now):
        retry_stale(partial(_look_after, job_id, now))


def _look_after(job_id: str, now: datetime) -> None:
    (job,) = fetch(store.job(job_id))
    if not job.is_open or job.look_at is None or clock.parse(job.look_at) > now:
        return
    if is_running(job.domain, job.execution):
        commit(store.look_at(job.looked_at(now)))
    elif job.restarts < RESTARTS_MAX:
        commit(*store.save_job(job.restarted(now)))
        telemetry.count("JobsRestarted")
    else:
        _give_up(job, now)


def _give_up(job: Job, now: datetime) -> None:
    commit(*store.save_job(job.lost(store.chunks(job.id), now)))
    telemetry.count("JobsFailed")
