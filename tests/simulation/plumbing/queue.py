"""A standard SQS queue: at least once, in no order it promises, hidden for a while when handed out."""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from infra.stages import MAX_RECEIVES, QUEUE_DAYS
from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import Air
from tests.simulation.plumbing.infra_says import DAY_S

RETENTION_S = QUEUE_DAYS * DAY_S
NOBODY = 0  # holds no receipt: the message can be seen
GONE = -1  # deleted, so that no receipt fits any more


@dataclass(slots=True, eq=False)
class Message:
    """What somebody sent. group, number: of a FIFO queue only."""

    id: str
    body: str
    sent_at: float
    group: str = ""
    dedup: str = ""
    number: int = 0
    receives: int = 0
    first_received_at: float = 0.0
    running: int = 0  # runs that work on it just now
    md5: str = ""

    def fingerprint(self) -> str:
        """Of the body, counted once."""
        if not self.md5:
            self.md5 = hashlib.md5(self.body.encode(), usedforsecurity=False).hexdigest()
        return self.md5


@dataclass(slots=True, eq=False)
class Copy:
    """A message as one of SQS's servers holds it. receipt: the last that it was handed out with."""

    message: Message
    is_extra: bool = False  # one more than was sent
    receipt: int = NOBODY
    receives: int = 0  # what the redrive policy counts; the message's own count goes over all copies


@dataclass(slots=True, eq=False)
class Receive:
    """What one ReceiveMessage brought."""

    receipt: int
    copies: list[Copy]


@dataclass(slots=True, eq=False)
class Queue:
    """A worker's queue with its redrive policy. on_visible: called when there is something to receive."""

    air: Air
    function: str
    visibility_s: float
    max_receives: int = MAX_RECEIVES
    retention_s: float = RETENTION_S
    on_visible: Callable[[], None] = lambda: None
    _visible: deque[Copy] = field(default_factory=deque)
    _receipts: int = NOBODY  # the last that was given

    @property
    def has_visible(self) -> bool:
        return bool(self._visible)

    def send(self, body: str) -> None:
        """Take a message. It may be overtaken by later ones."""
        air = self.air
        air.moving += 1
        copy = Copy(Message(air.new_id(), body, air.loop.now))
        if air.happens(air.weather.late):
            air.count(self.function, kinds.DELAYED)
            air.loop.after(air.within(air.weather.late_s), partial(self._show, copy))
        else:
            self._show(copy)

    def receive(self, most: int) -> Receive | None:
        """Hand out up to so many messages, each hidden from now on; what came too often goes to the DLQ instead."""
        copies = self._take(most)
        if not copies:
            return None
        self._receipts += 1
        received = Receive(self._receipts, copies)
        for copy in copies:
            self._hand_out(copy, received.receipt)
        self.air.loop.after(self.visibility_s, partial(self._show_again, received))
        return received

    def delete(self, received: Receive, copy: Copy) -> None:
        """Have done with a message. A receipt that is not the message's last deletes nothing, as SQS warns."""
        if copy.receipt != received.receipt:
            self.air.count(self.function, kinds.ACKNOWLEDGED_LATE)
            return
        self._remove(copy)

    def _take(self, most: int) -> list[Copy]:
        taken: list[Copy] = []
        while self._visible and len(taken) < most:
            copy = self._visible.popleft()
            if not self._is_over(copy):
                taken.append(copy)
        return taken

    def _hand_out(self, copy: Copy, receipt: int) -> None:
        air, message = self.air, copy.message
        copy.receipt = receipt
        copy.receives += 1
        message.receives += 1
        if message.receives == 1:
            message.first_received_at = air.loop.now
        if copy.receives > 1:
            air.count(self.function, kinds.REDELIVERED)
        if message.running:
            air.count(self.function, kinds.OVERLAPPED)
        self._perhaps_copy(copy)

    def _perhaps_copy(self, copy: Copy) -> None:
        """A server that was away when the message was handed out or deleted has it still."""
        air = self.air
        if not copy.is_extra and air.happens(air.weather.message_twice):
            air.moving += 1
            air.count(self.function, kinds.DUPLICATED)
            again = Copy(copy.message, is_extra=True)
            air.loop.after(air.within(air.weather.message_twice_s), partial(self._show, again))

    def _is_over(self, copy: Copy) -> bool:
        """Whether nobody gets it any more: it is too old, or it was handed out too often and moves to the DLQ."""
        message = copy.message
        if self.air.loop.now - message.sent_at > self.retention_s:
            self.air.count(self.function, kinds.EXPIRED)
            self._remove(copy)
            return True
        if copy.receives >= self.max_receives:
            copy.receipt = GONE
            again = partial(self._send_again, message)
            reason = f"received {copy.receives} times"
            self.air.bury(self.function, message.body, reason, message.sent_at, again)
            return True
        return False

    def _send_again(self, message: Message) -> None:
        """Redriven: a new message with a new age."""
        self.send(message.body)

    def _remove(self, copy: Copy) -> None:
        copy.receipt = GONE
        self.air.moving -= 1

    def _show(self, copy: Copy) -> None:
        copy.receipt = NOBODY
        self._visible.append(copy)
        self.on_visible()

    def _show_again(self, received: Receive) -> None:
        """The visibility timeout is over, counted from the receive: what was not deleted can be seen again."""
        for copy in received.copies:
            if copy.receipt == received.receipt:
                self._show(copy)
