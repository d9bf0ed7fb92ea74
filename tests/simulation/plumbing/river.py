"""A follower of a table's stream, for tests."""

from dataclasses import dataclass, field
from typing import Any

from tests.simulation.plumbing import Outcome
from tests.simulation.plumbing.infra_says import NEW_EVENTS
from tests.simulation.plumbing.patterns import pattern
from tests.simulation.plumbing.scene import FAILED, Changed, Scene
from tests.simulation.plumbing.stream import StreamMapping


@dataclass
class River(Scene):
    mapping: StreamMapping = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.mapping = StreamMapping(self.air, "shop.worker", "orders", pattern(NEW_EVENTS), self.lambdas.invoke)

    def change(self, *numbers: int, shard: int = 0) -> None:
        for number in numbers:
            self.mapping.shards[shard].put(Changed(number, at=self.loop.now).as_event())

    @property
    def batches(self) -> list[list[int]]:
        return [run.numbers for run in self.lambdas.runs]


def numbers(event: dict[str, Any]) -> list[int]:
    return [int(record["dynamodb"]["SequenceNumber"]) for record in event["Records"]]


def failing(*poison: int) -> Any:
    """Fails each batch that holds one of these."""

    def answer(event: dict[str, Any]) -> Outcome:
        return FAILED if set(poison) & set(numbers(event)) else Outcome()

    return answer
