"""The event source mapping of a queue: Lambda's pollers, who receive, invoke, and delete what was worked on."""

from dataclasses import dataclass
from functools import partial

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import Air
from tests.simulation.plumbing.infra_says import WORKER_BATCH, WORKER_REPORTS
from tests.simulation.plumbing.outcome import Invoke, Outcome, failed_items
from tests.simulation.plumbing.queue import Copy, Queue, Receive
from tests.simulation.plumbing.sqs_event import sqs_event


@dataclass(slots=True, eq=False)
class QueueMapping:
    """Feeds a function from its queue, up to so many batches at a time."""

    air: Air
    queue: Queue
    invoke: Invoke
    concurrency: int
    batch_size: int = WORKER_BATCH
    reports: bool = WORKER_REPORTS  # whether the function's answer names what failed
    running: int = 0
    _is_polling: bool = False

    def __post_init__(self) -> None:
        self.queue.on_visible = self.wake

    def wake(self) -> None:
        """There is something to receive: look soon, unless somebody does or nobody is free."""
        if not self._is_polling and self.running < self.concurrency:
            self._is_polling = True
            self.air.loop.after(self.air.within(self.air.weather.poll_s), self._poll)

    def _poll(self) -> None:
        self._is_polling = False
        air, most = self.air, self.batch_size
        if air.happens(air.weather.short_receive):
            most = air.loop.random.randint(1, most)
        received = self.queue.receive(most)
        if received:
            self.running += 1
            self._begin(received)
        if self.queue.has_visible:
            self.wake()

    def _begin(self, received: Receive) -> None:
        """Invoke the function: now, or when it is no longer throttled, while the visibility timeout goes on."""
        air = self.air
        if air.happens(air.weather.held_back):
            air.count(self.queue.function, kinds.HELD_BACK)
            air.loop.after(air.within(air.weather.held_back_s), partial(self._run, received))
        else:
            self._run(received)

    def _run(self, received: Receive) -> None:
        function = self.queue.function
        self.air.count(function, kinds.DELIVERED, len(received.copies))
        for copy in received.copies:
            copy.message.running += 1
        self.invoke(function, sqs_event(self.queue, received), partial(self._done, received))

    def _done(self, received: Receive, outcome: Outcome) -> None:
        self.running -= 1
        failed = self._failed(outcome, received)
        for copy in received.copies:
            copy.message.running -= 1
        if failed is None:
            self.air.count(self.queue.function, kinds.BATCH_FAILED)
        else:
            self._settle(received, failed)
        if self.queue.has_visible:
            self.wake()

    def _failed(self, outcome: Outcome, received: Receive) -> list[str] | None:
        if self.reports:
            return failed_items(outcome, [copy.message.id for copy in received.copies])
        return None if outcome.failed else []

    def _settle(self, received: Receive, failed: list[str]) -> None:
        """Delete what was worked on; what failed is seen again when its visibility timeout is over."""
        for copy in received.copies:
            if copy.message.id in failed:
                self.air.count(self.queue.function, kinds.RETURNED)
            else:
                self._acknowledge(received, copy)

    def _acknowledge(self, received: Receive, copy: Copy) -> None:
        if self.air.happens(self.air.weather.acknowledgement_lost):
            self.air.count(self.queue.function, kinds.ACKNOWLEDGEMENT_LOST)
        else:
            self.queue.delete(received, copy)
