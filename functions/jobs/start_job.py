"""Start what works on a job, once a run."""

from events import JobQueued
from shared.dynamo import commit
from shared.executions import start
from shared.queue import News


def start_job(event: JobQueued, news: News) -> None:
    """Its state machine goes through it; that of a run that was started before is left alone."""
    name = f"{event.job_id}-{event.run}"
    start(event.domain, name, {"job_id": event.job_id, "kind": event.kind, "run": event.run})
    commit(news.heard)
