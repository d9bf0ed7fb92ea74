"""What all parts of the plumbing share: the clock, the chance, the weather, and the book of what happened."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.simulation.loop import Loop
from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.weather import Span, Weather

REGION = "eu-west-1"
ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True, eq=False)
class DeadLetter:
    """What failed for good. queue: the dead-letter queue; message: its body; when: it got there."""

    queue: str
    message: str
    reason: str
    when: float
    function: str  # whom it was meant for
    since: float  # when its time in queues began, which decides when it is thrown away
    again: Callable[[], None] = field(repr=False)  # what an operator does about it


class Air:
    """One world's. moving: how many messages, records and invocations are on their way right now."""

    __slots__ = ("dead", "heard", "loop", "moving", "weather")

    def __init__(self, loop: Loop, weather: Weather) -> None:
        self.loop = loop
        self.weather = weather
        self.heard: Counter[tuple[str, str]] = Counter()  # by (function, kind)
        self.moving = 0
        self.dead: list[DeadLetter] = []

    def happens(self, chance: float) -> bool:
        """Draw: whether it does, this time. What never happens draws nothing."""
        return chance > 0 and self.loop.random.random() < chance

    def within(self, span: Span) -> float:
        """Draw: seconds."""
        least, most = span
        return least if least == most else least + (most - least) * self.loop.random.random()

    def new_id(self) -> str:
        """Draw: a UUID's text, as AWS names messages, events and requests."""
        text = f"{self.loop.random.getrandbits(128):032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def count(self, function: str, kind: str, times: int = 1) -> None:
        self.heard[function, kind] += times

    def bury(self, function: str, message: str, reason: str, since: float, again: Callable[[], None]) -> None:
        """Put what failed for good into the function's dead-letter queue, where it moves no more."""
        self.count(function, kinds.DEAD)
        self.dead.append(DeadLetter(dlq_of(function), message, reason, self.loop.now, function, since, again))
        self.moving -= 1


def dlq_of(function: str) -> str:
    """The dead-letter queue's name: `orders-on_payment-dlq`, which a stage prefixes with its own."""
    return f"{function.replace('.', '-')}-dlq"


def stamp(moment: float) -> str:
    """RFC 3339 in UTC to the second: `2026-11-22T12:00:00Z`, as EventBridge writes times."""
    return datetime.fromtimestamp(int(moment), UTC).isoformat().replace("+00:00", "Z")
