"""The virtual clock, what is planned on it, and the processes that live by it, one at a time."""

import heapq
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet

START = 1_795_348_800.0  # 2026-11-22T12:00:00Z, in seconds since the epoch


class Killed(BaseException):
    """The process is over, wherever it was: its machine died or its time was up. No `except Exception` sees it."""


class Loop:
    """Runs what is planned in the order of its time, and jumps over the time between.

    now: seconds since the epoch. random: the only chance there is in a world; its seed decides everything.
    """

    def __init__(self, seed: int, start: float = START) -> None:
        self.now = start
        self.hub = getcurrent()  # where the heap is worked off, and where every process goes back to
        self.random = Random(seed)
        self._next: list[tuple[float, int, Callable[[], Any]]] = []
        self._order = count()  # things planned for one moment happen in the order they were planned

    def at(self, moment: float, what: Callable[[], Any]) -> None:
        """Plan it for a moment; for now, where that has passed."""
        heapq.heappush(self._next, (max(moment, self.now), next(self._order), what))

    def after(self, delay_s: float, what: Callable[[], Any]) -> None:
        """Plan it for so many seconds from now."""
        heapq.heappush(self._next, (self.now + delay_s, next(self._order), what))

    def leap(self, seconds: float) -> None:
        """Let so long pass in which nobody does anything: whatever is planned comes so much later."""
        self.now += seconds
        self._next = [(moment + seconds, order, what) for moment, order, what in self._next]

    def run_until(self, moment: float) -> None:
        """Do all that is planned up to that moment, which it then is."""
        while self._next and self._next[0][0] <= moment:
            self.now, _, what = heapq.heappop(self._next)
            what()
        self.now = max(self.now, moment)


class Process(greenlet):
    """Something that takes its time: a shopper, a run of a Lambda. It goes on where it waited.

    skew_s: how wrong its machine's clock goes. deadline: when it is killed, in seconds since the epoch.
    """

    def __init__(self, loop: Loop, name: str, work: Callable[[], Any], *, deadline: float = float("inf")) -> None:
        super().__init__(work, loop.hub)
        self.loop = loop
        self.name = name
        self.deadline = deadline
        self.skew_s = 0.0
        self.is_killed = False
        self.is_troubled = False  # whether a call of its met a fault

    def wait(self, delay_s: float) -> None:
        """Let others live for so long. Raises Killed at the deadline."""
        if self.is_killed:  # it cleans up on its way out, and can no longer reach anything
            raise Killed
        until = self.loop.now + delay_s
        if until >= self.deadline:
            self.loop.at(self.deadline, self.switch)
            self.loop.hub.switch()
            self.kill()
        self.loop.after(delay_s, self.switch)
        self.loop.hub.switch()

    def sleep(self) -> Any:
        """Wait until somebody wakes it with a value; that value."""
        return self.loop.hub.switch()

    def kill(self) -> None:
        """End it here: called by the process itself."""
        self.is_killed = True
        raise Killed


def current() -> Process | None:
    """The process that is running, None outside of any."""
    running = getcurrent()
    return running if isinstance(running, Process) else None
