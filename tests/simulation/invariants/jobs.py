"""I18 and I13 of jobs: each chunk has its effect once and none after a cancellation, and every job ends."""

import csv
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.books import SPECS, Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World


WRITES_A_FILE = {"order_export", "customer_import"}


def look(world: "World", pk: str, sk: str, old: Mapping[str, Any] | None) -> None:
    """At a change: a chunk is noted once, and only while its job is running."""
    if not sk.startswith("CHUNK#"):
        return
    world.expect(old is None, "I18", f"{sk} of {pk} was noted twice")
    job = world.db.items(SPECS["jobs"]).get((pk, "JOB"))
    world.expect(job is not None and job["status"]["S"] == "running", "I18", f"{sk} of {pk} was done after its job")


def check(world: "World", books: Books) -> None:
    """Once all is at rest."""
    items = books.tables["jobs"]
    for (pk, sk), job in items.items():
        if sk == "JOB":
            chunks = [item for (its, what), item in items.items() if its == pk and what.startswith("CHUNK#")]
            _check(world, job, chunks)
        elif sk == "OPEN":
            world.expect(job["open_jobs"] == 0, "I13", f"{job['open_jobs']} jobs of {pk} are counted as open for ever")


def _check(world: "World", job: Item, chunks: list[Item]) -> None:
    told = f"the job {job['id']}"
    world.expect(job["status"] in ("done", "failed", "canceled"), "I13", f"{told} is {job['status']} for ever")
    has_file = job["status"] == "done" and job["kind"] in WRITES_A_FILE
    world.expect((job["result"] is not None) == has_file, "I18", f"{told} has another result")
    if job["status"] != "done":
        return
    world.happened["export done"] += has_file
    world.happened["export done after it was gone on with"] += job["run"] > 1
    world.happened["export begun again by itself"] += job["restarts"] > 0
    world.expect(len(chunks) == job["chunks"], "I18", f"{told} has {len(chunks)} of {job['chunks']} chunks")
    world.expect(job["done"] + job["failed"] == job["total"], "I18", f"{told} went through another number of things")
    if not has_file:
        return
    planned = [thing for n in range(job["chunks"]) for thing in _things(world, job, n)]
    written = _told(world, job) if job["kind"] == "customer_import" else _exported(world, job)
    planned = [str(json.loads(thing)["row"]) for thing in planned] if job["kind"] == "customer_import" else planned
    world.expect(written == planned, "I18", f"{told} wrote {len(written)} things of {len(planned)}")
    world.expect(len(set(planned)) == len(planned) == job["total"], "I18", f"{told} has a thing twice")


def _exported(world: "World", job: Item) -> list[str]:
    return [json.loads(line)["id"] for line in world.files.objects[job["result"]].splitlines()]


def _told(world: "World", job: Item) -> list[str]:
    """The rows that an import tells of."""
    _, *lines = csv.reader(io.StringIO(world.files.objects[job["result"]].decode("utf-8-sig")))
    return [line[0] for line in lines]


def _things(world: "World", job: Item, number: int) -> list[str]:
    things: list[str] = json.loads(world.files.objects[f"jobs/{job['id']}/{job['plan']}/{number:05d}.json"])
    return things
