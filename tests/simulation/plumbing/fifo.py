"""A FIFO queue: groups that keep their order, one batch of a group at a time, nothing taken twice in five minutes."""

from collections import deque
from dataclasses import dataclass, field

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.queue import Copy, Message, Queue

DEDUPLICATION_S = 300.0


@dataclass(slots=True, eq=False)
class FifoQueue(Queue):
    """What is received of a group blocks the rest of that group until it is deleted, seen again or dead."""

    _groups: dict[str, deque[Copy]] = field(default_factory=dict)
    _out: dict[str, int] = field(default_factory=dict)  # messages of a group that are handed out
    _seen: dict[str, float] = field(default_factory=dict)  # deduplication ids, by when they came
    _number: int = 0  # of the last message

    def send_to(self, group: str, dedup: str, body: str) -> None:
        """Take a message, unless one with this deduplication id came within five minutes."""
        now = self.air.loop.now
        if now - self._seen.get(dedup, float("-inf")) < DEDUPLICATION_S:
            self.air.count(self.function, kinds.DEDUPLICATED)
            return
        self._seen[dedup] = now
        self._put(group, dedup, body)

    @property
    def has_visible(self) -> bool:
        return any(copies and not self._out.get(group) for group, copies in self._groups.items())

    def _take(self, most: int) -> list[Copy]:
        taken: list[Copy] = []
        for group, copies in list(self._groups.items()):
            if self._out.get(group):
                continue
            while copies and len(taken) < most:
                copy = copies.popleft()
                if not self._is_over(copy):
                    taken.append(copy)
                    self._out[group] = self._out.get(group, 0) + 1
        return taken

    def _perhaps_copy(self, copy: Copy) -> None:
        """Never: a FIFO queue makes no copies of its own."""

    def _send_again(self, message: Message) -> None:
        self._put(message.group, message.dedup, message.body)

    def _put(self, group: str, dedup: str, body: str) -> None:
        self.air.moving += 1
        self._number += 1
        self._show(Copy(Message(self.air.new_id(), body, self.air.loop.now, group, dedup, self._number)))

    def _remove(self, copy: Copy) -> None:
        if copy.receipt > 0:
            self._back(copy)
        Queue._remove(self, copy)
        if self.has_visible:
            self.on_visible()

    def _show(self, copy: Copy) -> None:
        """At its place in the group: what comes back goes before what came later."""
        group = self._groups.setdefault(copy.message.group, deque())
        place = sum(1 for other in group if other.message.number < copy.message.number)
        if copy.receipt > 0:
            self._back(copy)
        copy.receipt = 0
        group.insert(place, copy)
        self.on_visible()

    def _back(self, copy: Copy) -> None:
        self._out[copy.message.group] -= 1
