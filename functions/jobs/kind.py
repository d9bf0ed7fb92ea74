"""A kind of job: what it goes through, what is done with a chunk, and what the result is called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from shared.dynamo import Write

Params = dict[str, Any]  # as the job keeps them: plain values


@dataclass(frozen=True)
class Worked:
    """What came of a chunk. part: its piece of the result; the pieces are put together in the chunks' order.

    writes: what the chunk changes, for the commit that notes it as done; together at most 90. So it happens once, and
    not at all once the job is canceled.
    failed: how many of its things could not be dealt with; their reasons belong into the part.
    counts: what else there is to tell in figures, by the kind's own words; the chunks' are added up.
    """

    part: bytes = b""
    failed: int = 0
    writes: Sequence[Write] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Title:
    """What a job keeps of its kind, and so all that is needed to begin one."""

    name: str  # "order_export"
    domain: str
    scope: str  # what a key needs to begin it, to see it and to have its result


@dataclass(frozen=True)
class Kind(Title):
    """All that a domain says of its job."""

    things: Callable[[Params], Iterable[str]]  # what it is about, one word each, such as an id; asked once a job
    work: Callable[[Params, list[str], datetime], Worked]  # with a chunk of them; may be called twice for a chunk.
    # Its params name the `job_id` besides, for a kind that commits by itself; see `require_running`
    head: Callable[[Params], bytes] = lambda _: b""  # what the result begins with
    file: Callable[[Params], tuple[str, str]] | None = None  # the result's name and content type; None: there is none
    chunk_size: int = 500

    @classmethod
    def of(cls, title: Title, **does: Any) -> Self:
        """The kind of a title, which is begun elsewhere than where it is done."""
        return cls(**asdict(title), **does)


def size_of(kind: Kind) -> int:
    """How many things make a chunk; simulated shops are small, and so are their chunks."""
    return kind.chunk_size
