"""What some seeds came to, added up: the same sums for the same seeds, whoever ran which of them, and when."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.simulation.campaign.seeds import Seeds
from tests.simulation.faults import Fault

FAILURES_MAX = 200  # kept with their text; beyond that they are only counted
DIGEST_BITS = 128

Point = tuple[str, str]  # (place, operation)


@dataclass(frozen=True, order=True)
class Failure:
    """A seed in which something did not hold. invariant: its number, or what became of the run instead."""

    seed: int
    invariant: str
    what: str


@dataclass
class Sums:
    """Sums over seeds. mark: all their digests in one number, whatever their order. cpu_s: of all workers."""

    seeds: Seeds = Seeds()
    mark: int = 0
    orders: int = 0
    calls: int = 0
    runs: int = 0
    cpu_s: float = 0.0
    happened: Counter[str] = field(default_factory=Counter)
    reached: Counter[Point] = field(default_factory=Counter)
    made: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (place, operation, kind of fault)
    violated: Counter[str] = field(default_factory=Counter)  # by invariant
    failures: list[Failure] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many calls met one."""
        return self.made.total()

    @property
    def fingerprint(self) -> str:
        """Equal where two machines lived through the same."""
        return f"{self.mark:0{DIGEST_BITS // 4}x}"

    def faults_by_kind(self) -> Counter[str]:
        """How many of each kind, all of them named."""
        kinds = Counter({str(kind): 0 for kind in Fault})
        for (_, _, kind), count in self.made.items():
            kinds[kind] += count
        return kinds

    def add(self, other: "Sums") -> None:
        """Take in what other seeds came to. Raises ValueError where one of them is in both."""
        together = self.seeds | other.seeds
        if len(together) != len(self.seeds) + len(other.seeds):
            raise ValueError(f"some of the seeds {other.seeds} are counted already")
        self.seeds = together
        self.mark ^= other.mark
        self.orders += other.orders
        self.calls += other.calls
        self.runs += other.runs
        self.cpu_s += other.cpu_s
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            mine.update(theirs)
        self.failures = sorted([*self.failures, *other.failures])[:FAILURES_MAX]

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it."""
        return {
            "seeds": str(self.seeds),
            "mark": self.fingerprint,
            "orders": self.orders,
            "calls": self.calls,
            "runs": self.runs,
            "cpu_s": round(self.cpu_s, 3),
            "happened": dict(sorted(self.happened.items())),
            "reached": [[*point, count] for point, count in sorted(self.reached.items())],
            "made": [[*fault, count] for fault, count in sorted(self.made.items())],
            "violated": dict(sorted(self.violated.items())),
            "failures": [asdict(failure) for failure in self.failures],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sums":
        """What was written. Raises KeyError, ValueError."""
        return cls(
            Seeds.parse(kept["seeds"]) if kept["seeds"] else Seeds(),
            int(kept["mark"], 16),
            kept["orders"],
            kept["calls"],
            kept["runs"],
            kept["cpu_s"],
            Counter(kept["happened"]),
            Counter({(place, operation): count for place, operation, count in kept["reached"]}),
            Counter({(place, operation, kind): count for place, operation, kind, count in kept["made"]}),
            Counter(kept["violated"]),
            [Failure(**failure) for failure in kept["failures"]],
        )

    def _counters(self) -> tuple[Counter[Any], ...]:
        return self.happened, self.reached, self.made, self.violated


def marked(seed: int, digest: str) -> int:
    """A seed's digest as a number that can be XOR-ed with others'."""
    told = hashlib.blake2b(f"{seed} {digest}".encode(), digest_size=DIGEST_BITS // 8).digest()
    return int.from_bytes(told, "big")
