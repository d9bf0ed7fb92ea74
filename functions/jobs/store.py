"""Loading and saving jobs."""

from collections.abc import Iterator
from datetime import datetime

from events import Event, JobEnded, JobQueued
from functions.jobs.inputs import JobQuery
from functions.jobs.job import OPEN_MAX, Chunk, Job, TooManyJobs
from functions.jobs.lifecycle import Status
from functions.jobs.table import (
    BY_TIME,
    LISTED,
    OPEN,
    OPEN_JOBS,
    SPEC,
    chunk_item,
    chunk_key,
    chunk_of,
    job_item,
    job_key,
    job_of,
    job_pk,
    open_key,
    upload_item,
    upload_key,
    upload_of,
)
from functions.jobs.upload import UnknownUpload, Upload
from shared import clock, outbox
from shared.dynamo import (
    Item,
    Key,
    Page,
    Read,
    Write,
    check,
    create,
    query_all,
    query_kept,
    replace,
    required,
    update,
    wholes,
)


class Over(Exception):
    """Not an error: the job is not worked on any more."""


class WorkedBefore(Exception):
    """Not an error: this chunk was done before."""


def job(job_id: str) -> Read[Job]:
    """The job. Raises NotFound."""
    return required(SPEC, job_key(job_id), job_of, "job")


def chunk(job_id: str, number: int) -> Read[Chunk | None]:
    """The chunk, None while it is not done."""
    return Read(SPEC, (chunk_key(job_id, number),), lambda items: chunk_of(items[0]) if items[0] else None)


def chunks(job_id: str) -> list[Chunk]:
    """The chunks that were done, in order."""
    return [chunk_of(item) for item in query_all(SPEC, job_pk(job_id), sort=("begins_with", "CHUNK#"))]


def create_job(new: Job) -> tuple[Write, ...]:
    """A new job, and the word that it is to be begun. Raises TooManyJobs."""
    return (create(SPEC, job_item(new)), _counted_in(new), *_news(new, _queued(new)))


def save_job(changed: Job) -> tuple[Write, ...]:
    """The next version of a job over the one that was read, with its news."""
    says: tuple[Event, ...] = ()
    if changed.status is Status.QUEUED:
        says = (_queued(changed),)
    elif not changed.is_open:
        says = (_ended(changed),)
    counted = (_counted_out(changed),) if changed.is_counted and not changed.is_open else ()
    return (look_at(changed), *counted, *_news(changed, *says))


def reopen_job(changed: Job) -> tuple[Write, ...]:
    """The next version of a job that had ended and is gone on with. Raises TooManyJobs."""
    return (*save_job(changed), _counted_in(changed))


def look_at(changed: Job) -> Write:
    """The next version of a job of which there are no news."""
    return replace(SPEC, job_item(changed), seen=changed.version - 1)


def note_chunk(job: Job, done: Chunk) -> tuple[Write, ...]:
    """A chunk is done, in the commit of what it did. Raises WorkedBefore, or Over where nobody works on the job."""
    return (
        create(SPEC, chunk_item(job, done), refusal=lambda _: WorkedBefore()),
        check(
            SPEC,
            job_key(job.id),
            "#status = :running AND #plan = :plan",
            names={"#status": "status", "#plan": "plan"},
            values={":running": Status.RUNNING.value, ":plan": job.plan},
            refusal=lambda _: Over(),
        ),
    )


def create_upload(new: Upload) -> Write:
    """A place for a file that is to come."""
    return create(SPEC, upload_item(new))


def upload(upload_id: str) -> Read[Upload]:
    """Whose file it is and what for. Raises UnknownUpload."""

    def parse(items: list[Item | None]) -> Upload:
        if items[0] is None:
            raise UnknownUpload
        return upload_of(items[0])

    return Read(SPEC, (upload_key(upload_id),), parse)


def newest(query: JobQuery, limit: int, after: Key | None, scopes: frozenset[str]) -> tuple[list[Job], Page]:
    """The jobs for which all filters hold and that who has the scopes may see, newest first."""

    def keep(items: list[Item]) -> list[Job | None]:
        return [job if job and is_wanted(job) else None for job in wholes(SPEC, items, job_of)]

    def is_wanted(job: Job) -> bool:
        return scopes.issuperset(job.scopes) and query.status in (None, job.status)

    return query_kept(
        SPEC,
        LISTED,
        keep=keep,
        index=BY_TIME,
        limit=limit,
        after=after,
        sort=("between", *query.created.stamps),
        newest_first=True,
    )


def unlooked_at(now: datetime) -> Iterator[str]:
    """Ids of open jobs that it is time to look at. A stale list: decide by the job."""
    for item in query_all(SPEC, OPEN, index=OPEN_JOBS, sort=("<=", clock.stamp(now))):
        yield item["pk"].removeprefix("JOB#")


def _counted_in(job: Job) -> Write:
    return update(
        SPEC,
        open_key(job.kind),
        "ADD #open :one",
        condition="attribute_not_exists(#open) OR #open < :most",
        names={"#open": "open_jobs"},
        values={":one": 1, ":most": OPEN_MAX},
        refusal=lambda _: TooManyJobs(job.kind),
    )


def _counted_out(job: Job) -> Write:
    names, values = {"#open": "open_jobs"}, {":less": -1}
    return update(SPEC, open_key(job.kind), "ADD #open :less", names=names, values=values)


def _queued(job: Job) -> JobQueued:
    return JobQueued(job_id=job.id, kind=job.kind, domain=job.domain, run=job.run)


def _ended(job: Job) -> JobEnded:
    same = {"kind", "status", "done", "failed", "total"}
    return JobEnded(job_id=job.id, **job.model_dump(mode="json", include=same))


def _news(changed: Job, *says: Event) -> tuple[Write, ...]:
    aggregate = outbox.Aggregate("job", changed.id, changed.version)
    return outbox.say(SPEC, job_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
