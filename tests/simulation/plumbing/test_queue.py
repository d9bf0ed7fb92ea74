"""What SQS promises of a standard queue, and what it does not."""

from dataclasses import dataclass, field

from infra.stages import MAX_RECEIVES
from tests.simulation.plumbing import Weather, kinds
from tests.simulation.plumbing.queue import RETENTION_S, Queue, Receive
from tests.simulation.plumbing.scene import DAY, MINUTE, Scene

HIDDEN_S = 3 * MINUTE


@dataclass
class Stand(Scene):
    queue: Queue = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.queue = Queue(self.air, "shop.worker", HIDDEN_S)

    def receive(self, most: int = 10) -> Receive:
        received = self.queue.receive(most)
        assert received, "nothing to receive"
        return received

    def bodies(self, most: int = 10) -> list[str]:
        received = self.queue.receive(most)
        return [copy.message.body for copy in received.copies] if received else []


def test_a_message_that_was_received_is_hidden_until_its_visibility_timeout() -> None:
    stand = Stand()
    stand.queue.send("hello")
    assert stand.bodies() == ["hello"]
    stand.wait(HIDDEN_S - 1)
    assert stand.bodies() == []
    stand.wait(1)
    assert stand.bodies() == ["hello"]


def test_a_deleted_message_does_not_come_again() -> None:
    stand = Stand()
    stand.queue.send("hello")
    received = stand.receive()
    stand.queue.delete(received, received.copies[0])
    stand.wait(DAY)
    assert stand.bodies() == []
    assert stand.air.moving == 0


def test_a_receipt_that_ran_out_deletes_nothing() -> None:
    stand = Stand()
    stand.queue.send("hello")
    first = stand.receive()
    stand.wait(HIDDEN_S)
    second = stand.receive()
    stand.queue.delete(first, first.copies[0])
    assert stand.times(kinds.ACKNOWLEDGED_LATE) == 1
    stand.wait(HIDDEN_S)
    third = stand.receive()
    stand.queue.delete(third, third.copies[0])
    assert second.copies[0].message.receives == 3
    assert stand.air.moving == 0


def test_a_message_received_too_often_moves_to_the_dead_letter_queue_when_it_is_asked_for_once_more() -> None:
    stand = Stand()
    stand.queue.send("poison")
    for _ in range(MAX_RECEIVES):
        assert stand.bodies() == ["poison"]
        stand.wait(HIDDEN_S)
    assert stand.air.dead == []
    assert stand.bodies() == []
    [letter] = stand.air.dead
    assert (letter.queue, letter.message) == ("shop-worker-dlq", "poison")
    assert stand.air.moving == 0


def test_a_message_older_than_the_retention_is_gone_and_no_dead_letter() -> None:
    stand = Stand()
    stand.queue.send("old")
    stand.wait(RETENTION_S + 1)
    assert stand.bodies() == []
    assert stand.times(kinds.EXPIRED) == 1
    assert (stand.air.dead, stand.air.moving) == ([], 0)


def test_one_receive_brings_no_more_than_was_asked_for() -> None:
    stand = Stand()
    for number in range(12):
        stand.queue.send(str(number))
    assert len(stand.bodies(10)) == 10
    assert len(stand.bodies(10)) == 2


def test_a_message_may_be_handed_out_twice_though_it_was_deleted() -> None:
    stand = Stand(Weather(message_twice=1.0, message_twice_s=(MINUTE, MINUTE)))
    stand.queue.send("hello")
    received = stand.receive()
    stand.queue.delete(received, received.copies[0])
    assert stand.air.moving == 1
    stand.wait(MINUTE)
    again = stand.receive()
    assert again.copies[0].message is received.copies[0].message
    stand.queue.delete(again, again.copies[0])
    stand.wait(DAY)
    assert stand.bodies() == []
    assert (stand.times(kinds.DUPLICATED), stand.air.moving) == (1, 0)


def test_what_sqs_repeats_by_itself_brings_no_message_closer_to_the_dead_letter_queue() -> None:
    stand = Stand(Weather(message_twice=1.0, message_twice_s=(0.0, MINUTE)))
    stand.queue.send("hello")
    for _ in range(50):
        received = stand.queue.receive(10)
        for copy in received.copies if received else []:
            assert received
            stand.queue.delete(received, copy)
        stand.wait(MINUTE)
    assert (stand.air.dead, stand.air.moving) == ([], 0)


def test_a_message_may_be_overtaken() -> None:
    stand = Stand(Weather(late=1.0, late_s=(MINUTE, MINUTE)))
    stand.queue.send("first")
    stand.air.weather = Weather()
    stand.queue.send("second")
    assert stand.bodies() == ["second"]
    stand.wait(MINUTE)
    assert stand.bodies() == ["first"]
    assert stand.times(kinds.DELAYED) == 1


def test_a_redriven_message_is_a_new_one_with_the_same_body() -> None:
    stand = Stand()
    stand.queue.send("poison")
    first = stand.receive()
    for _ in range(MAX_RECEIVES):
        stand.wait(HIDDEN_S)
        stand.queue.receive(1)
    [letter] = stand.air.dead
    letter.again()
    again = stand.receive().copies[0].message
    assert again.body == "poison"
    assert again.id != first.copies[0].message.id
    assert again.receives == 1
