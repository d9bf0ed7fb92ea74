"""Begin a job: staged by a domain's route into its own commit."""

from functions.jobs import store
from functions.jobs.job import LOOK_AFTER, Job
from functions.jobs.kind import Params, Title
from shared import clock, ids
from shared.dynamo import Write
from shared.http import Request


def begin_job(
    kind: Title, params: Params, request: Request, besides: tuple[str, ...] = ()
) -> tuple[Job, tuple[Write, ...]]:
    """The new job, and the writes that make it begin once they are committed, which may raise TooManyJobs.

    besides: the scopes that its result needs beside the kind's.
    """
    now = clock.stamp(request.now)
    job = Job(
        id=ids.new_id("job", request.now),
        kind=kind.name,
        domain=kind.domain,
        scope=kind.scope,
        besides=besides,
        params=params,
        created_by=request.principal,
        created_at=now,
        updated_at=now,
        is_counted=True,
        look_at=clock.stamp(request.now + LOOK_AFTER),
    )
    return job, store.create_job(job)
