"""Jobs: long work in chunks. What works on them stands with each domain, as `Jobs`."""

from events import JobQueued
from functions.jobs.table import BY_TIME, OPEN_JOBS, SPEC
from infra.plan import Api, Domain, Publisher, Schedule, Worker
from infra.register.jobs import WORDS

JOBS = Domain(
    "jobs",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/jobs", "/admin/migrations"],
            is_admin=True,
            writes=["jobs"],
            appends=["audit"],
            lists=[BY_TIME],
            secrets=["cursor_key", "answers_key"],
            reads_bucket=True,
        ),
        Worker("start_jobs", hears=[JobQueued], writes=["jobs"], starts_jobs=True),
        Schedule("look_after_jobs", every_minutes=5, writes=["jobs"], lists=[OPEN_JOBS], watches_jobs=True),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
