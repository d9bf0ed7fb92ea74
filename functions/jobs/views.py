"""The shape that a job takes in answers."""

from typing import Literal

from shared.http import View


class JobFailure(View):
    """Why a job failed. step: which of its run, null where none is known to have."""

    step: Literal["plan", "work", "finish"] | None
    code: Literal["too_large", "chunks_failed", "unavailable", "timed_out", "lost", "unexpected"]


class UploadView(View):
    """A place for a file: send it by `method` to `url`, with its `size_bytes` as Content-Length and with these
    `headers`, before `expires_at`. It is kept a day.
    """

    id: str
    object: Literal["upload"] = "upload"
    method: Literal["PUT"] = "PUT"
    url: str
    headers: dict[str, str]
    size_bytes: int
    expires_at: str


class JobView(View):
    """Long work. done, failed, total: the things it goes through; total is null until they are counted.

    counts: what its kind tells in figures besides; a migration, items it looked_at and items rewritten.

    result_url: a link to the file that came of it, for an hour; ask again for another.
    """

    id: str
    object: Literal["job"] = "job"
    kind: str
    status: Literal["queued", "running", "done", "failed", "canceled"]
    done: int
    failed: int
    total: int | None
    counts: dict[str, int]
    failure: JobFailure | None
    result_url: str | None
    version: int
    created_by: str
    created_at: str
    updated_at: str
    ended_at: str | None
