"""A job: long work in chunks, how far it has come, and what came of it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from functions.jobs.failure import Code, Failure, Step
from functions.jobs.lifecycle import OPEN, Status, WrongState, check
from shared import clock
from shared.errors import Refused

CHUNKS_MAX = 4000  # their numbers are one answer of the first step, which may have 256 KB
OPEN_MAX = 5  # of a kind: each keeps ten Lambdas at work, and shoppers need the account's others
RESTARTS_MAX = 3  # by itself, where the work ended without a word; then it is for a person
FILES_KEPT = timedelta(days=7)  # chunks and results; after that the bucket removes them
KEPT = timedelta(days=90)  # a job that has ended
LOOK_AFTER = timedelta(minutes=20)  # a step takes 15 at the most


class FilesGone(Refused):
    """What it would go on from is not kept any more."""

    code = "job_too_old"

    def __init__(self) -> None:
        super().__init__(f"What a job left is kept for {FILES_KEPT.days} days; begin a new one.")


class TooManyJobs(Refused):
    """As many jobs of the kind as there may be are waiting or at work."""

    code = "too_many_jobs"

    def __init__(self, kind: str) -> None:
        details = {"kind": kind, "limit": OPEN_MAX}
        super().__init__(f"{OPEN_MAX} jobs of this kind are not done yet; wait for one, or cancel it.", details=details)


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
    besides: tuple[str, ...] = ()  # further scopes that a key needs: of a list that shows persons, `customers:read`
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
    failure: Failure | None = None  # why it failed
    result: str | None = None  # the file's key
    is_counted: bool = False  # among the open ones of its kind, since it was last begun or gone on with
    created_by: str
    created_at: str
    updated_at: str
    ended_at: str | None = None
    look_at: str | None = None  # when to look whether it still goes on
    version: int = 1

    @property
    def scopes(self) -> tuple[str, ...]:
        """All that a key needs to see it, change it and have its result."""
        return (self.scope, *self.besides)

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

    def ended(
        self,
        status: Status,
        chunks: Iterable[Chunk],
        now: datetime,
        *,
        result: str | None = None,
        failure: Failure | None = None,
    ) -> Self:
        """Over, with what its chunks came to. Raises WrongState."""
        return self._next(
            status,
            now,
            **vars(progress(chunks)),
            result=result,
            failure=failure,
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
        anew = {"restarts": 0, "ended_at": None, "failure": None, "is_counted": True}
        return self._next(Status.QUEUED, now, run=self.run + 1, **anew)

    def lost(self, chunks: Iterable[Chunk], now: datetime) -> Self:
        """Failed, since its runs ended without a word as often as it was gone on with. Raises WrongState."""
        return self.ended(Status.FAILED, chunks, now, failure=Failure(step=None, code=Code.LOST))

    def step_left(self, done: Iterable[Chunk]) -> Step:
        """The step that it is at, by what is there of it."""
        if self.status is Status.QUEUED:
            return Step.PLAN
        return Step.WORK if missing(self.chunks or 0, done) else Step.FINISH

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
