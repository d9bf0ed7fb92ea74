"""What may happen to a call, and who decides: each world draws its own mix, and some worlds have none of a kind."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from zlib import crc32

FIRST_CALL = 25  # times as often as others; less than half of such calls meet a fault
COMMON_POINTS = 85  # that most worlds come to; what a world comes to after so many is what few come to
FIRST_CALL_OF_RARE = 50  # times as often, there

Step = tuple[str, str, int, str]  # a fault: (place, operation, the how many-th call there, kind)


class Fault(StrEnum):
    """What happens to one call out of a Lambda."""

    CRASH_BEFORE = "crash before"  # the Lambda dies; nothing was asked
    CRASH_AFTER = "crash after"  # the Lambda dies; what it asked for has happened
    REQUEST_LOST = "request lost"  # no answer, and no effect
    ANSWER_LOST = "answer lost"  # no answer, and the effect is there: a retry sees its own
    LATE = "late"  # no answer; the effect comes seconds later, perhaps after the retry's
    BROKEN_BEFORE = "500 before"  # the service fails and has done nothing
    BROKEN_AFTER = "500 after"  # the service fails and has done it
    THROTTLED = "throttled"
    CONFLICT = "conflict"  # another transaction holds one of the items at this moment
    SLOW = "slow"  # the answer takes up to two seconds


WRITES = frozenset(
    {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "TransactWriteItems",
        "BatchWriteItem",
        "PutEvents",
        "SendEmail",
        "PutObject",
    }
)
ALWAYS = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.REQUEST_LOST, Fault.SLOW, Fault.BROKEN_BEFORE, Fault.THROTTLED)
OF_WRITES = (*ALWAYS, Fault.ANSWER_LOST, Fault.BROKEN_AFTER, Fault.LATE)
OF_TRANSACTIONS = (*OF_WRITES, Fault.CONFLICT)


def possible(operation: str) -> tuple[Fault, ...]:
    """The faults that can happen to a call of this operation and make a difference."""
    if operation == "TransactWriteItems":
        return OF_TRANSACTIONS
    if operation in WRITES or operation.startswith(("POST", "PUT")):
        return OF_WRITES
    return ALWAYS


@dataclass(frozen=True)
class Mix:
    """A world's faults: how often a call meets one (0 to 1), and which of them how much more than others."""

    rate: float
    weights: dict[Fault, float]
    script: tuple[Step, ...] | None = None  # these faults and no others, whatever the rest says


def draw_mix(random: Random, rate: float) -> Mix:
    """A mix of one's own: each kind is absent in a third of the worlds, and some worlds are nearly calm."""
    weights = {fault: random.choice([0.0, 0.3, 1.0, 1.0, 3.0, 1.0]) for fault in Fault}
    return Mix(rate * random.choice([0.3, 1.0, 1.0, 1.5]), weights)


@dataclass
class Faults:
    """Decides call by call, and counts. A place's first call meets a fault more readily, for some have no other.

    turn: which of the kinds such a call meets; another in each world.
    """

    mix: Mix
    random: Random
    turn: int = 0
    is_on: bool = True
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)  # (place, operation)
    made: Counter[tuple[str, str, Fault]] = field(default_factory=Counter)  # (place, operation, kind)
    steps: list[Step] = field(default_factory=list)  # what was made, in its order
    _met: set[tuple[str, str]] = field(default_factory=set)  # points that were reached when there were faults
    _choices: dict[str, tuple[list[Fault], list[float]]] = field(default_factory=dict)

    def decide(self, place: str, operation: str) -> Fault | None:
        """Whether this call meets one, and which."""
        point = (place, operation)
        self.reached[point] += 1
        if not self.is_on:
            return None
        kind = self._drawn(point) if self.mix.script is None else self._scripted(point)
        if kind is not None:
            self.made[(place, operation, kind)] += 1
            self.steps.append((place, operation, self.reached[point], str(kind)))
        return kind

    def _drawn(self, point: tuple[str, str]) -> Fault | None:
        if point not in self._met:
            self._met.add(point)
            often = FIRST_CALL if len(self._met) <= COMMON_POINTS else FIRST_CALL_OF_RARE
            return self._turned(point) if self.random.random() < self.mix.rate * often else None
        if self.random.random() >= self.mix.rate:
            return None
        kinds, weights = self._kinds(point[1])
        return self.random.choices(kinds, weights)[0] if kinds else None

    def _turned(self, point: tuple[str, str]) -> Fault | None:
        """The kind whose turn it is at this point in this world: worlds in a row try one after the other."""
        kinds = possible(point[1])
        first = (self.turn + crc32(" ".join(point).encode())) % len(kinds)
        return next((kind for kind in kinds[first:] + kinds[:first] if self.mix.weights[kind]), None)

    def _scripted(self, point: tuple[str, str]) -> Fault | None:
        call = (*point, self.reached[point])
        kind = next((step[3] for step in self.mix.script or () if step[:3] == call), None)
        return None if kind is None else Fault(kind)

    def _kinds(self, operation: str) -> tuple[list[Fault], list[float]]:
        found = self._choices.get(operation)
        if found is None:
            weighted = [(kind, self.mix.weights[kind]) for kind in possible(operation) if self.mix.weights[kind]]
            found = self._choices[operation] = ([k for k, _ in weighted], [w for _, w in weighted])
        return found
