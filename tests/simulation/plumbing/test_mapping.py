"""How Lambda feeds a function from a queue."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from infra.stages import MAX_RECEIVES
from tests.simulation.plumbing import Outcome, Weather, kinds
from tests.simulation.plumbing.infra_says import WORKER_BATCH
from tests.simulation.plumbing.mapping import QueueMapping
from tests.simulation.plumbing.queue import Queue
from tests.simulation.plumbing.scene import DAY, FAILED, FINE, HOUR, MINUTE, Scene, naming

HIDDEN_S = 3 * MINUTE
CONCURRENCY = 3


@dataclass
class Fed(Scene):
    queue: Queue = field(init=False)
    mapping: QueueMapping = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.queue = Queue(self.air, "shop.worker", HIDDEN_S)
        self.mapping = QueueMapping(self.air, self.queue, self.lambdas.invoke, CONCURRENCY)

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.queue.send(body)


def ids(event: dict[str, Any]) -> dict[str, str]:
    """The messages' ids by their bodies."""
    return {record["body"]: record["messageId"] for record in event["Records"]}


def test_messages_that_are_there_come_in_one_batch() -> None:
    fed = Fed()
    fed.send(*map(str, range(WORKER_BATCH + 2)))
    fed.wait(MINUTE)
    assert [len(run.bodies) for run in fed.lambdas.runs] == [WORKER_BATCH, 2]
    assert fed.air.moving == 0


def test_a_poller_may_get_fewer_messages_than_there_are() -> None:
    fed = Fed(Weather(short_receive=1.0), seed=4)
    fed.send(*map(str, range(100)))
    fed.wait(MINUTE)
    assert sorted(fed.lambdas.bodies, key=int) == list(map(str, range(100)))
    assert len(fed.lambdas.runs) > 100 / WORKER_BATCH


def test_never_more_batches_run_than_the_mapping_s_concurrency() -> None:
    fed = Fed()
    fed.lambdas.takes_s = lambda _: MINUTE
    fed.send(*map(str, range(20 * WORKER_BATCH)))
    fed.wait(HOUR)
    assert fed.lambdas.most["shop.worker"] == CONCURRENCY
    assert len(set(fed.lambdas.bodies)) == 20 * WORKER_BATCH


def test_only_what_the_answer_names_comes_again_and_after_the_visibility_timeout() -> None:
    fed = Fed()
    fed.lambdas.answer = lambda event: naming(ids(event)["b"]) if len(event["Records"]) > 1 else FINE
    fed.send("a", "b", "c")
    fed.wait(HOUR)
    first, second = fed.lambdas.runs
    assert (first.bodies, second.bodies) == (["a", "b", "c"], ["b"])
    assert HIDDEN_S <= second.at - first.at < HIDDEN_S + 1
    assert (fed.times(kinds.RETURNED), fed.times(kinds.REDELIVERED), fed.air.moving) == (1, 1, 0)


def test_a_failed_run_brings_the_whole_batch_again() -> None:
    fed = Fed()
    answers = [FAILED, FINE]
    fed.lambdas.answer = lambda _: answers.pop(0)
    fed.send("a", "b")
    fed.wait(HOUR)
    assert [run.bodies for run in fed.lambdas.runs] == [["a", "b"], ["a", "b"]]
    assert (fed.times(kinds.BATCH_FAILED), fed.air.moving) == (1, 0)


def test_a_name_that_nobody_knows_brings_the_whole_batch_again() -> None:
    fed = Fed()
    answers = [naming("nobody"), FINE]
    fed.lambdas.answer = lambda _: answers.pop(0)
    fed.send("a", "b")
    fed.wait(HOUR)
    assert fed.lambdas.bodies == ["a", "b", "a", "b"]


def test_without_partial_responses_the_answer_is_not_read() -> None:
    fed = Fed()
    fed.mapping.reports = False
    fed.lambdas.answer = lambda event: naming(*ids(event).values())
    fed.send("a", "b")
    fed.wait(HOUR)
    assert fed.lambdas.bodies == ["a", "b"]


def test_a_poison_message_dies_and_the_others_of_its_batches_do_not_wait_for_it() -> None:
    fed = Fed()
    fed.lambdas.answer = lambda event: naming(*(ids(event)[body] for body in ids(event) if body == "poison"))
    fed.send("poison", *map(str, range(9)))
    fed.wait(MINUTE)
    assert fed.air.moving == 1
    fed.wait(HOUR)
    assert Counter(fed.lambdas.bodies)["poison"] == MAX_RECEIVES
    assert [letter.message for letter in fed.air.dead] == ["poison"]
    assert fed.air.moving == 0


def test_a_message_comes_again_while_its_run_still_works_on_it_when_that_takes_longer_than_it_is_hidden() -> None:
    fed = Fed()
    takes = [HIDDEN_S + MINUTE, 1.0]
    fed.lambdas.takes_s = lambda _: takes.pop(0)
    fed.send("a")
    fed.wait(HOUR)
    first, second = fed.lambdas.runs
    assert second.at < first.at + HIDDEN_S + MINUTE
    assert (fed.times(kinds.OVERLAPPED), fed.times(kinds.ACKNOWLEDGED_LATE), fed.air.moving) == (1, 1, 0)


def test_the_visibility_timeout_runs_from_the_receive_also_while_the_function_is_throttled() -> None:
    fed = Fed(Weather(held_back=1.0, held_back_s=(HIDDEN_S + MINUTE, HIDDEN_S + MINUTE)))
    fed.send("a")
    fed.wait(MINUTE)
    fed.air.weather = Weather()
    fed.wait(HOUR)
    assert fed.lambdas.bodies == ["a", "a"]
    assert (fed.times(kinds.HELD_BACK), fed.times(kinds.REDELIVERED), fed.air.moving) == (1, 1, 0)


def test_a_lost_acknowledgement_brings_a_message_again_that_was_worked_on() -> None:
    fed = Fed(Weather(acknowledgement_lost=1.0))
    fed.send("a")
    fed.wait(MINUTE)
    fed.air.weather = Weather()
    fed.wait(HOUR)
    assert fed.lambdas.bodies == ["a", "a"]
    assert (fed.times(kinds.ACKNOWLEDGEMENT_LOST), fed.air.moving) == (1, 0)


def test_a_message_may_come_twice_at_the_same_time() -> None:
    fed = Fed(Weather(message_twice=1.0, message_twice_s=(0.0, 0.0)))
    fed.lambdas.takes_s = lambda _: MINUTE
    fed.send("a")
    fed.wait(HOUR)
    first, second = fed.lambdas.runs
    assert second.at - first.at < MINUTE
    assert first.event["Records"][0]["messageId"] == second.event["Records"][0]["messageId"]
    assert (fed.times(kinds.OVERLAPPED), fed.air.moving) == (1, 0)


def test_the_event_is_the_one_that_lambda_documents() -> None:
    fed = Fed()
    body = '{"detail":{"type":"order.placed"}}'
    fed.send(body)
    fed.wait(1)
    [record] = fed.lambdas.runs[0].event["Records"]
    attributes = record["attributes"]
    assert set(record) == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }
    assert record["md5OfBody"] == hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
    assert attributes["ApproximateReceiveCount"] == "1"
    assert int(attributes["ApproximateFirstReceiveTimestamp"]) > int(attributes["SentTimestamp"]) > 1_700_000_000_000


def test_powertools_reads_the_event_and_its_answer_is_understood() -> None:
    fed = Fed()
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def hear(record: Any) -> None:
        if record.json_body["detail"]["type"] == "bad" and record.attributes.approximate_receive_count == "1":
            raise ValueError

    def answer(event: dict[str, Any]) -> Outcome:
        return Outcome(process_partial_response(event=event, record_handler=hear, processor=processor))

    fed.lambdas.answer = answer
    fed.send('{"detail":{"type":"good"}}', '{"detail":{"type":"bad"}}')
    fed.wait(DAY)
    assert [len(run.bodies) for run in fed.lambdas.runs] == [2, 1]
    assert fed.air.moving == 0
