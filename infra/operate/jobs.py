"""The shop's long work, looked at and steered; and migrations, which are such work and begin here."""

import time
from collections.abc import Iterator
from typing import Annotated, Any

from cyclopts import App, Parameter

from infra.operate.asking import Api, ask
from infra.operate.place import Place
from infra.operate.telling import HERE, At, Row, Yes, table

PAGE = 100
LOOK_EVERY_S = 2
OPEN = ("queued", "running")

app = App(name="jobs", help="The shop's long work: exports, migrations.")
JobId = Annotated[str, Parameter(help="Its id, job_…")]


def migrate(
    name: Annotated[str, Parameter(name="table", help="The domain's table, such as orders.")],
    *,
    segments: Annotated[int, Parameter(help="Parts that it is walked in; more for millions of items.")] = 64,
    wait: Annotated[bool, Parameter(help="Wait for its end, and tell how far it is.")] = True,
    api: Api = None,
    at: At = HERE,
) -> None:
    """Bring a table's items into the shape of this release, as a job, while the shop goes on.

    STOREWRIGHT_KEY needs jobs:read and migrations:write. Ctrl-C ends the waiting, not the job. Twice does no harm.

    `storewright migrate orders --stage prod`
    """
    place = at.place()
    place.table(name)
    job = ask(place, api, "POST", "/admin/migrations", {"table": name, "segments": segments})
    for further in _followed(place, api, job) if wait else ():
        job = further
        if not at.json:
            print(_line(job), flush=True)
    at.tell(job, _sentence(job))


@app.command(name="list")
def list_jobs(*, api: Api = None, at: At = HERE) -> None:
    """The newest jobs that STOREWRIGHT_KEY may see, which needs jobs:read.

    `storewright jobs list --stage prod`
    """
    jobs = ask(at.place(), api, "GET", f"/admin/jobs?limit={PAGE}")["data"]
    shown: list[Row] = [
        {
            "job": job["id"],
            "kind": job["kind"],
            "begun": job["created_at"][:19],
            "is": job["status"],
            "done": job["done"],
            "of": job["total"],
        }
        for job in jobs
    ]
    at.tell(jobs, table("Jobs", shown))


@app.command
def show(job_id: JobId, *, api: Api = None, at: At = HERE) -> None:
    """How far a job has come, and what it has counted.

    `storewright jobs show job_01KB6Z4M1W2ABCDEFGHJKMNPQR --stage prod`
    """
    job = ask(at.place(), api, "GET", f"/admin/jobs/{job_id}")
    at.tell(job, _line(job), _sentence(job))


@app.command
def cancel(job_id: JobId, *, yes: Yes = False, api: Api = None, at: At = HERE) -> None:
    """Stop a job: from this moment nothing more of it is done. What was done stays. STOREWRIGHT_KEY needs jobs:write.

    `storewright jobs cancel job_01KB6Z4M1W2ABCDEFGHJKMNPQR --stage prod`
    """
    place = at.place()
    at.confirm(f"Stop {job_id}?", yes=yes)
    job = ask(place, api, "POST", f"/admin/jobs/{job_id}/cancel")
    at.tell(job, _line(job), _sentence(job))


@app.command
def resume(job_id: JobId, *, api: Api = None, at: At = HERE) -> None:
    """Go on with a job that failed or was stopped, by what is not done yet. STOREWRIGHT_KEY needs jobs:write.

    `storewright jobs resume job_01KB6Z4M1W2ABCDEFGHJKMNPQR --stage prod`
    """
    job = ask(at.place(), api, "POST", f"/admin/jobs/{job_id}/resume")
    at.tell(job, _line(job), _sentence(job))


def _followed(place: Place, api: str | None, job: Any) -> Iterator[Any]:
    """The job, each time that it has come further, until it has ended."""
    yield job
    while job["status"] in OPEN:
        time.sleep(LOOK_EVERY_S)
        seen, job = job, ask(place, api, "GET", f"/admin/jobs/{job['id']}")
        if (job["status"], job["done"]) != (seen["status"], seen["done"]):
            yield job


def _line(job: Any) -> str:
    """`running: 12 of 64; 6,000 looked at, 40 rewritten`."""
    far = f": {job['done']:,} of {job['total']:,}" if job["total"] is not None else ""
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in job["counts"].items())
    return f"{job['status']}{far}{'; ' + counts if counts else ''}"


def _sentence(job: Any) -> str:
    match job["status"]:
        case "failed" | "canceled":
            return f"{job['id']} has not come to its end: `storewright jobs resume {job['id']}` goes on with it."
        case "done":
            return f"{job['id']} is done."
    return f"{job['id']} goes on: `storewright jobs show {job['id']}`."
