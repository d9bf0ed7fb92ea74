"""What Stripe does by itself later: jobs due on the virtual clock, run by one background thread."""

import heapq
import itertools
import sys
import threading
import traceback
from collections.abc import Callable

LONGEST_WAIT_S = 3_600.0  # a wake-up an hour is free, and Condition.wait overflows on very long waits


class Agenda:
    """A heap of jobs. Each runs once, under the world's lock, at or after its time.

    The heap needs no bound of its own: every object plans at most three jobs, and objects are bounded.
    """

    def __init__(self, lock: threading.RLock, now: Callable[[], float]) -> None:
        self._changed = threading.Condition(lock)
        self._now = now
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()  # two jobs at one time run in the order they were planned
        self._stopping = False

    def at(self, due: float, job: Callable[[], None]) -> None:
        """Plan a job for a virtual time."""
        with self._changed:
            heapq.heappush(self._heap, (due, next(self._order), job))
            self._changed.notify()

    def run_due(self) -> None:
        """Run what is due now, and what that makes due; a job that fails is printed and dropped."""
        with self._changed:
            while self._heap and self._heap[0][0] <= self._now():
                job = heapq.heappop(self._heap)[2]
                try:
                    job()
                except Exception:  # noqa: BLE001 — one broken job must not end Stripe's own work for the rest of the run
                    traceback.print_exc(file=sys.stderr)
            self._changed.notify()

    def clear(self) -> None:
        """Forget every plan."""
        with self._changed:
            self._heap.clear()

    def start(self) -> None:
        """Begin to run jobs in the background."""
        threading.Thread(target=self._work, name="stripe-double-agenda", daemon=True).start()

    def stop(self) -> None:
        """End the background thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def _work(self) -> None:
        with self._changed:
            while not self._stopping:
                self.run_due()
                wait = self._heap[0][0] - self._now() if self._heap else LONGEST_WAIT_S
                self._changed.wait(min(max(wait, 0.001), LONGEST_WAIT_S))
