"""What the tests of the plumbing need: functions that answer as told, storms of one kind, and changes of a table."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.loop import START, Loop
from tests.simulation.plumbing import CALM, Outcome, Weather
from tests.simulation.plumbing.air import Air
from tests.simulation.plumbing.outcome import Done

MINUTE = 60.0
HOUR = 3600.0
DAY = 24 * HOUR
FAILED = Outcome(failed=True)
FINE = Outcome({"batchItemFailures": []})

Answer = Callable[[dict[str, Any]], Outcome]


def naming(*ids: Any) -> Outcome:
    """The answer that names these as failed."""
    return Outcome({"batchItemFailures": [{"itemIdentifier": each} for each in ids]})


@dataclass
class Run:
    """One invocation."""

    at: float
    function: str
    event: Any

    @property
    def bodies(self) -> list[str]:
        """The messages of a queue's batch."""
        return [record["body"] for record in self.event["Records"]]

    @property
    def numbers(self) -> list[int]:
        """The sequence numbers of a stream's batch."""
        return [int(record["dynamodb"]["SequenceNumber"]) for record in self.event["Records"]]


@dataclass
class Lambdas:
    """Functions that take a while and answer as told."""

    loop: Loop
    answer: Answer = lambda _event: FINE
    takes_s: Callable[[dict[str, Any]], float] = lambda _event: 0.1
    runs: list[Run] = field(default_factory=list)
    running: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)  # runs of a function at one time

    def invoke(self, function: str, event: dict[str, Any], done: Done) -> None:
        """Begin a run."""
        self.runs.append(Run(self.loop.now, function, event))
        self.running[function] += 1
        self.most[function] = max(self.most[function], self.running[function])
        outcome = self.answer(event)

        def end() -> None:
            self.running[function] -= 1
            done(outcome)

        self.loop.after(self.takes_s(event), end)

    @property
    def bodies(self) -> list[str]:
        """All messages that were handed over, in their order."""
        return [body for run in self.runs for body in run.bodies]


@dataclass
class Scene:
    """A loop with a weather, and functions."""

    weather: Weather = CALM
    seed: int = 1
    loop: Loop = field(init=False)
    air: Air = field(init=False)
    lambdas: Lambdas = field(init=False)

    def __post_init__(self) -> None:
        self.loop = Loop(self.seed)
        self.air = Air(self.loop, self.weather)
        self.lambdas = Lambdas(self.loop)

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        self.loop.run_until(self.loop.now + seconds)

    def times(self, kind: str, function: str = "shop.worker") -> int:
        """How often it happened to the function."""
        return self.air.heard[function, kind]


@dataclass
class Changed:
    """A change of an item, as the database tells it."""

    number: int
    pk: str = "ORDER#1"
    at: float = START
    kind: str = "INSERT"
    table: str = "orders"
    new: dict[str, Any] | None = field(default_factory=lambda: {"unsent": {"S": "1"}})
    old: dict[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.pk, f"EVENT#{self.number}"

    def as_event(self) -> dict[str, Any]:
        """The record as a function gets it."""
        return {
            "eventName": self.kind,
            "dynamodb": {
                "ApproximateCreationDateTime": self.at,
                "Keys": {"pk": {"S": self.pk}, "sk": {"S": self.key[1]}},
                "NewImage": self.new,
                "SequenceNumber": str(self.number),
            },
        }
