"""Begin a migration, which the domain `migrations` does: it knows all tables, and nobody begins it but people."""

from functions.jobs.begin_job import begin_job
from functions.jobs.inputs import Migration
from functions.jobs.kind import Title
from functions.jobs.show import view_of
from functions.jobs.views import JobView
from shared.dynamo import commit, fetch
from shared.http import Reply, Request

MIGRATION = Title("migration", "migrations", scope="migrations:write")


def begin_migration(body: Migration, request: Request) -> Reply[JobView]:
    """The job that rewrites the table."""
    fetch(request.claim.read)
    params = body.model_dump(mode="json")
    job, writes = begin_job(MIGRATION, params, request)
    reply = Reply(view_of(job), 202, version=job.version)
    commit(*writes, *request.settle(reply, on=job.id, after=params))
    return reply
