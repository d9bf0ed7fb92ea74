"""The entry point of a domain's jobs: one Lambda, which the domain's state machine asks for each step."""

from collections.abc import Callable
from typing import Any

from functions.jobs import run_job
from functions.jobs.kind import Kind
from shared import clock
from shared.lambdas import asked

Handler = Callable[[dict[str, Any], Any], Any]


def job_handler(*kinds: Kind) -> Handler:
    """Does the steps of jobs of these kinds, which are all of one domain.

    An event is `{"step", "job_id", "kind", "run"}`, and `chunk` where it is worked on, `error`
    where a step failed for good; steps are those of `run_job`.
    """
    by_name = {kind.name: kind for kind in kinds}

    def step(event: dict[str, Any]) -> Any:
        kind, job_id, run, now = by_name[event["kind"]], event["job_id"], event["run"], clock.now()
        match event["step"]:
            case "plan":
                return run_job.plan(kind, job_id, run, now)
            case "work":
                return run_job.work(kind, job_id, event["chunk"], now)
            case "finish":
                return run_job.finish(kind, job_id, run, now)
            case "give_up":
                return run_job.give_up(job_id, run, event.get("error") or {}, now)
            case other:
                raise ValueError(f"a job has no step {other}")

    handler = asked("run_jobs", step)
    handler.kinds = frozenset(by_name)  # type: ignore[attr-defined]  # for the test that lays it beside the plan
    return handler
