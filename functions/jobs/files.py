"""A job's files: which things each chunk is about, the pieces that came of them, and the result."""

import json
from collections.abc import Iterable

from functions.jobs.job import Chunk, Job
from shared import ids
from shared.files import join_files, put_file, require_file


def new_plan() -> str:
    """A name for a list of chunks that nobody else has."""
    return f"{ids.random_bits(64):016x}"


def put_things(job: Job, plan: str, number: int, things: list[str]) -> None:
    """Keep what a chunk is about."""
    put_file(_things(job, plan, number), json.dumps(things).encode(), "application/json")


def things_of(job: Job, number: int) -> list[str]:
    """What a chunk is about. Raises Unavailable where that is not to be had."""
    things: list[str] = json.loads(require_file(_things(job, job.plan or "", number)))
    return things


def put_part(job: Job, number: int, part: bytes) -> str:
    """Keep what came of a chunk, beside what another try of it left. Gives the file's key."""
    key = f"{_folder(job)}/parts/{number:05d}-{ids.random_bits(64):016x}"
    put_file(key, part, "application/octet-stream")
    return key


def join(job: Job, head: bytes, chunks: Iterable[Chunk], name: str, content_type: str) -> str:
    """Put the pieces together in their order. Gives the file's key."""
    key = f"{_folder(job)}/{ids.random_bits(64):016x}/{name}"
    join_files(key, head, (chunk.part for chunk in chunks if chunk.part), content_type)
    return key


def _folder(job: Job) -> str:
    return f"jobs/{job.id}"


def _things(job: Job, plan: str, number: int) -> str:
    return f"{_folder(job)}/{plan}/{number:05d}.json"
