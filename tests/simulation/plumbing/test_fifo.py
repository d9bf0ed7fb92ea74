"""What SQS promises of a FIFO queue. The shop has none today."""

import json
from dataclasses import dataclass, field
from typing import Any

from infra.stages import MAX_RECEIVES
from tests.simulation.plumbing import Outcome, kinds
from tests.simulation.plumbing.fifo import DEDUPLICATION_S, FifoQueue
from tests.simulation.plumbing.mapping import QueueMapping
from tests.simulation.plumbing.scene import DAY, FAILED, FINE, MINUTE, Scene

HIDDEN_S = 3 * MINUTE


@dataclass
class Fed(Scene):
    queue: FifoQueue = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.queue = FifoQueue(self.air, "shop.worker", HIDDEN_S)
        QueueMapping(self.air, self.queue, self.lambdas.invoke, concurrency=5)

    def send(self, *bodies: str) -> None:
        """Each to the group that its first letter names."""
        for body in bodies:
            self.queue.send_to(body[0], body, body)


def failing(*poison: str) -> Any:
    """Fails each batch that holds one of these."""

    def answer(event: dict[str, Any]) -> Outcome:
        return FAILED if any(record["body"] in poison for record in event["Records"]) else FINE

    return answer


def test_a_group_keeps_its_order() -> None:
    fed = Fed()
    for number in range(30):
        fed.send(f"a{number:02}", f"b{number:02}")
        fed.wait(0.05)
    fed.wait(MINUTE)
    for group in "ab":
        bodies = [body for body in fed.lambdas.bodies if body[0] == group]
        assert bodies == sorted(bodies)
        assert len(bodies) == 30
    assert fed.air.moving == 0


def test_only_one_batch_of_a_group_is_out_at_a_time() -> None:
    fed = Fed()
    fed.lambdas.takes_s = lambda _: MINUTE
    fed.send("a1")
    fed.wait(1)
    fed.send("a2", "b1")
    fed.wait(1)
    assert fed.lambdas.bodies == ["a1", "b1"]
    fed.wait(MINUTE)
    assert fed.lambdas.bodies == ["a1", "b1", "a2"]


def test_a_failing_message_blocks_its_group_and_no_other_and_keeps_its_place() -> None:
    fed = Fed()
    fed.lambdas.answer = failing("a1")
    fed.send("a1")
    fed.wait(1)
    fed.send("a2", "b1")
    fed.wait(MINUTE)
    assert fed.lambdas.bodies == ["a1", "b1"]
    fed.lambdas.answer = failing()
    fed.wait(DAY)
    assert fed.lambdas.runs[-1].bodies == ["a1", "a2"]
    assert fed.air.moving == 0


def test_a_poison_message_dies_and_then_its_group_goes_on() -> None:
    fed = Fed()
    fed.lambdas.answer = failing("a1")
    fed.send("a1")
    fed.wait(1)
    fed.send("a2")
    fed.wait(DAY)
    assert [letter.message for letter in fed.air.dead] == ["a1"]
    assert fed.lambdas.bodies.count("a1") == MAX_RECEIVES
    assert fed.lambdas.bodies[-1] == "a2"
    assert fed.air.moving == 0


def test_a_deduplication_id_is_taken_once_in_five_minutes() -> None:
    fed = Fed()
    fed.send("a1", "a1")
    fed.wait(DEDUPLICATION_S - 1)
    fed.send("a1")
    assert (fed.lambdas.bodies, fed.times(kinds.DEDUPLICATED)) == (["a1"], 2)
    fed.wait(1)
    fed.send("a1")
    fed.wait(MINUTE)
    assert fed.lambdas.bodies == ["a1", "a1"]


def test_a_message_tells_its_group_and_its_number() -> None:
    fed = Fed()
    fed.send("a1", "a2")
    fed.wait(1)
    told = [record["attributes"] for record in fed.lambdas.runs[0].event["Records"]]
    assert [each["MessageGroupId"] for each in told] == ["a", "a"]
    assert told[0]["SequenceNumber"] < told[1]["SequenceNumber"]
    assert json.dumps(told)


def test_a_redriven_message_joins_its_group_at_the_end() -> None:
    fed = Fed()
    fed.lambdas.answer = failing("a1")
    fed.send("a1")
    fed.wait(DAY)
    fed.lambdas.answer = failing()
    [letter] = fed.air.dead
    letter.again()
    fed.wait(MINUTE)
    assert fed.lambdas.bodies[-1] == "a1"
    assert fed.air.moving == 0
