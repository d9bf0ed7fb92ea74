"""What jobs say."""

from typing import ClassVar, Literal

from shared.event import Event


class JobQueued(Event):
    """Long work is to be begun, or to be gone on with."""

    type: ClassVar[str] = "job.queued"
    is_public: ClassVar[bool] = False
    job_id: str
    kind: str  # "order_export"
    domain: str  # which does the work
    run: int  # 1, and one more each time it is gone on with


class JobEnded(Event):
    """Long work is over, one way or another."""

    type: ClassVar[str] = "job.ended"
    job_id: str
    kind: str
    status: Literal["done", "failed", "canceled"]
    done: int  # things that were dealt with; at least so many where it is not `done`
    failed: int  # things that could not be; likewise
    total: int | None  # null where it ended before they were counted
