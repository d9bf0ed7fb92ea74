"""A job: long work in chunks, how far it has come, and what came of it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from functions.jobs.lifecycle import OPEN, Status, WrongState, check
from shared import clock
from shared.errors import Refused

CHUNKS_MAX = 4000  # their numbers are one answer of the first step, which may have 256 KB
RESTARTS_MAX = 3  # by itself, where the work ended without a word; then it is for a person
FILES_KEPT = timedelta(days=7)  # chunks and results; after that the bucket removes them
KEPT = timedelta(days=90)  # a job that has ended
LOOK_AFTER = timedelta(minutes=20)  # a step takes 15 at the most


class FilesGone(Refused):
    """What it would go on from is not kept any more."""

    code = "job_too_old"

    def __init__(self) -> None:
        super().__init__(f"What a job left is kept for {FILES_KEPT.days} days; begin a new one.")


@dataclass(frozen=True)
class Chunk:
    """A chunk that was done: how many of its things were, how many could not be. part: the file that came of it."""

    number: int
    done: int
    failed: int
    part: str | None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How many of its things were dealt with, how many could not be, and what its kind counts besides."""

    done: int
    failed: int
    counts: dict[str, int]


class Job(BaseModel):
    """What is known of it. Times are stamps."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    domain: str  # which does the work
    scope: str  # what a key needs for it, and for what comes of it
    params: dict[str, Any]
    status: Status = Status.QUEUED
    run: int = 1  # one more each time it is gone on with
    restarts: int = 0  # of these, how many nobody asked for
    plan: str | None = None  # under which its chunks are kept, once they are known
    chunks: int | None = None
    total: int | None = None  # things
    done: int = 0  # these once it is done; until then the chunks tell, of which one may just be ending
    failed: int = 0
    counts: dict[str, int] = {}
    result: str | None = None  # the file's key
    created_by: str
    created_at: str
    updated_at: str
    ended_at: str | None = None
    look_at: str | None = None  # when to look whether it still goes on
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on, or will be."""
        return self.status in OPEN

    @property
    def progress(self) -> Progress:
        """As it was when it ended."""
        return Progress(self.done, self.failed, self.counts)

    @property
    def execution(self) -> str:
        """The name of this run's execution, so that it is begun once."""
        return f"{self.id}-{self.run}"

    def planned(self, plan: str, chunks: int, total: int, now: datetime) -> Self:
        """Its chunks are known."""
        return self._next(Status.RUNNING, now, plan=plan, chunks=chunks, total=total)

    def gone_on(self, now: datetime) -> Self:
        """Worked on again, by the chunks of the run before."""
        return self._next(Status.RUNNING, now)

    def ended(self, status: Status, chunks: Iterable[Chunk], now: datetime, result: str | None = None) -> Self:
        """Over, with what its chunks came to. Raises WrongState."""
        return self._next(
            status,
            now,
            **vars(progress(chunks)),
            result=result,
            ended_at=clock.stamp(now),
            look_at=None,
        )

    def resumed(self, now: datetime) -> Self:
        """To be gone on with, as somebody asked. Raises WrongState or FilesGone."""
        if self.is_open:
            raise WrongState(self.status)
        check(self.status, Status.QUEUED)
        if not self.has_files(now):
            raise FilesGone
        return self._next(Status.QUEUED, now, run=self.run + 1, restarts=0, ended_at=None)

    def restarted(self, now: datetime) -> Self:
        """To be gone on with, since its run ended without a word."""
        return self.model_copy(
            update={
                "status": Status.QUEUED,
                "run": self.run + 1,
                "restarts": self.restarts + 1,
                **self._changed(now),
            }
        )

    def looked_at(self, now: datetime) -> Self:
        """Its run still goes on."""
        return self.model_copy(update=self._changed(now))

    def has_files(self, now: datetime) -> bool:
        """Whether what it left is still kept."""
        return self.ended_at is None or now < clock.parse(self.ended_at) + FILES_KEPT

    def _next(self, status: Status, now: datetime, **changes: Any) -> Self:
        check(self.status, status)
        return self.model_copy(update={"status": status, **self._changed(now), **changes})

    def _changed(self, now: datetime) -> dict[str, Any]:
        return {
            "updated_at": clock.stamp(now),
            "look_at": clock.stamp(now + LOOK_AFTER),
            "version": self.version + 1,
        }


def progress(done: Iterable[Chunk]) -> Progress:
    """What the chunks came to that were done."""
    chunks = list(done)
    counts = Counter[str]()
    for chunk in chunks:
        counts.update(chunk.counts)
    return Progress(sum(chunk.done for chunk in chunks), sum(chunk.failed for chunk in chunks), dict(counts))


def missing(chunks: int, done: Iterable[Chunk]) -> list[int]:
    """The numbers of the chunks that are not done."""
    there = {chunk.number for chunk in done}
    return [number for number in range(chunks) if number not in there]
