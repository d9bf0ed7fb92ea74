"""What a worker is asked for, and what it gives back: one world, and what it came to."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.campaign.seeds import Seeds
from tests.simulation.campaign.sums import Failure, Sums, marked

TEXT_MAX = 4_000  # characters of a failure's text that are kept; a traceback's end says most

Step = tuple[str, str, int, str]  # a fault: (place, operation, the how many-th call there, kind)
Simulate = Callable[..., Any]  # `run.simulate`, or what a test has in its place


@dataclass(frozen=True)
class Task:
    """A world to live through. overrides: what is not as its seed would have it; see `overrides.py`."""

    seed: int
    rate: float
    overrides: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lived:
    """What became of a task. script: its faults in their order, for a world that failed."""

    task: Task
    digest: str
    sums: Sums
    script: tuple[Step, ...] = ()

    @property
    def failures(self) -> list[Failure]:
        """What did not hold."""
        return self.sums.failures


def live(simulate: Simulate, task: Task) -> Lived:
    """Live through it. Raises whatever `simulate` does."""
    result = simulate(task.seed, rate=task.rate, overrides=task.overrides)
    failures = [Failure(task.seed, each.invariant, each.what[-TEXT_MAX:]) for each in result.violations]
    sums = Sums(
        Seeds.one(task.seed),
        marked(task.seed, result.digest),
        result.orders,
        result.calls,
        result.runs,
        result.cpu_s,
        Counter(result.happened),
        Counter(result.reached),
        Counter({(place, operation, str(kind)): count for (place, operation, kind), count in result.made.items()}),
        Counter(each.invariant for each in failures),
        failures,
    )
    return Lived(task, result.digest, sums, tuple(result.script) if failures else ())


def broken(task: Task, what: str, text: str) -> Lived:
    """A world that ended before its end: `what` stands where an invariant's number does."""
    failure = Failure(task.seed, what, text[-TEXT_MAX:])
    sums = Sums(Seeds.one(task.seed), marked(task.seed, what), violated=Counter([what]), failures=[failure])
    return Lived(task, "", sums)
