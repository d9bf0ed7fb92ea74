"""A job's steps, each of which may be done twice, late, or by two at once: plan, work on each chunk, finish.

A step of a job that is over, or of a run that another one has followed, changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.jobs import files, store
from functions.jobs.failure import Code, Failure, Step
from functions.jobs.job import CHUNKS_MAX, Chunk, Job, missing
from functions.jobs.kind import Kind, size_of
from functions.jobs.lifecycle import Status
from shared import telemetry
from shared.batches import batched
from shared.dynamo import commit, fetch, retry_stale


class TooMuch(Exception):
    """More things than one job goes through."""


def plan(kind: Kind, job_id: str, run: int, now: datetime) -> dict[str, Any]:
    """The numbers of the chunks that are to be worked on. What they are about is asked once in a job's life."""

    def attempt() -> dict[str, Any]:
        (job,) = fetch(store.job(job_id))
        if not job.is_open or job.run != run:
            return {"chunks": []}
        if job.plan is None:
            try:
                job = _planned(kind, job, now)
            except TooMuch:
                failure = Failure(step=Step.PLAN, code=Code.TOO_LARGE)
                _end(job.ended(Status.FAILED, (), now, failure=failure))
                return {"chunks": []}
        elif job.status is Status.QUEUED:
            job = job.gone_on(now)
            commit(store.look_at(job))
        return {"chunks": missing(job.chunks or 0, store.chunks(job_id))}

    return retry_stale(attempt)


def _planned(kind: Kind, job: Job, now: datetime) -> Job:
    name, total, chunks = files.new_plan(), 0, 0
    for things in batched(kind.things(job.params), size_of(kind)):
        if chunks == CHUNKS_MAX:
            raise TooMuch
        files.put_things(job, name, chunks, things)
        total, chunks = total + len(things), chunks + 1
    planned = job.planned(name, chunks, total, now)
    commit(store.look_at(planned))
    return planned


def work(kind: Kind, job_id: str, number: int, now: datetime) -> None:
    """Do a chunk, once. Raises Unavailable or Stale, upon which it is to be tried again."""
    job, before = fetch(store.job(job_id), store.chunk(job_id, number))
    if before is not None or job.status is not Status.RUNNING:
        return
    things = files.things_of(job, number)
    try:
        worked = kind.work({**job.params, "job_id": job_id}, things, now)
    except store.Over:
        return
    part = files.put_part(job, number, worked.part) if worked.part else None
    done = Chunk(number, len(things) - worked.failed, worked.failed, part, dict(worked.counts))
    try:
        commit(*store.note_chunk(job, done), *worked.writes)
    except (store.WorkedBefore, store.Over):
        return
    telemetry.note("chunk_done", job_id=job_id, done_count=done.done, failed_count=done.failed)


def require_running(job_id: str) -> None:
    """For a kind whose chunk is more than one commit holds: ask it before each. Raises Over, which ends the chunk."""
    (job,) = fetch(store.job(job_id))
    if job.status is not Status.RUNNING:
        raise store.Over


def finish(kind: Kind, job_id: str, run: int, now: datetime) -> None:
    """Put the result together where every chunk is done; else the job has failed, and can be gone on with."""

    def attempt() -> None:
        (job,) = fetch(store.job(job_id))
        if job.status is not Status.RUNNING or job.run != run:
            return
        chunks = store.chunks(job_id)
        if missing(job.chunks or 0, chunks):
            failure = Failure(step=Step.WORK, code=Code.CHUNKS_FAILED)
            _end(job.ended(Status.FAILED, chunks, now, failure=failure))
            return
        result = files.join(job, kind.head(job.params), chunks, *kind.file(job.params)) if kind.file else None
        _end(job.ended(Status.DONE, chunks, now, result=result))

    retry_stale(attempt)


def give_up(job_id: str, run: int, error: Mapping[str, Any], now: datetime) -> None:
    """A step failed however often it was tried. error: what the state machine was told last."""

    def attempt() -> None:
        (job,) = fetch(store.job(job_id))
        if job.is_open and job.run == run:
            chunks = store.chunks(job_id)
            _end(job.ended(Status.FAILED, chunks, now, failure=Failure.of(job.step_left(chunks), error)))

    retry_stale(attempt)


def _end(job: Job) -> None:
    commit(*store.save_job(job))
    telemetry.note("job_ended", job_id=job.id, status=job.status.value, done_count=job.done, failed_count=job.failed)
    if job.status is Status.FAILED:
        telemetry.count("JobsFailed")
