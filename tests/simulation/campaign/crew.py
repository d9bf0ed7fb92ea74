"""The worker processes: who gets which world, and what is said of one whose process died over it."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from tests.simulation.campaign.task import Lived, Simulate, Task, broken
from tests.simulation.campaign.worker import DIED, HUNG, work

SEED_S = 120.0  # of real time; a hundred times what a seed takes, so that only one that hangs is cut off
WORLDS_MAX = 1_000  # of one process; a new one then, so that nothing can pile up
TIME_IS_UP = "Timeout"  # what Python's fault handler begins with then

SPAWN = get_context("spawn")  # a fresh interpreter each, with a hash seed of its own


@dataclass
class _Worker:
    process: BaseProcess
    orders: Connection
    last_words: Path
    task: Task | None = None
    worlds: int = 0

    def give(self, task: Task) -> None:
        self.task = task
        self.worlds += 1
        try:
            self.orders.send(task)
        except BrokenPipeError:  # it died while it had nothing to do: `taken` says so
            pass

    def taken(self) -> Lived:
        """What became of its task, also where that was the end of the process."""
        assert self.task
        try:
            lived: Lived = self.orders.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            words = self.last_words.read_text(encoding="utf-8", errors="replace")
            what = HUNG if words.startswith(TIME_IS_UP) else DIED
            return broken(self.task, what, words or f"exit code {self.process.exitcode}")
        return lived

    def end(self) -> None:
        self.orders.close()
        self.process.terminate()
        self.process.join()


class Crew:
    """A number of workers, at most as many as there is work for. Use it in a `with`."""

    def __init__(self, size: int, simulate: Simulate, *, seed_s: float = SEED_S) -> None:
        self._size = size
        self._simulate = simulate
        self._seed_s = seed_s
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="simulation-")
        self._started = 0

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for worker in (*self._idle, *self._busy.values()):
            worker.end()
        self._folder.cleanup()

    def live(self, tasks: Iterable[Task]) -> Iterator[Lived]:
        """What becomes of each task, in the order in which they end."""
        coming = iter(tasks)
        self._hand_out(coming)
        while self._busy:
            for orders in wait(list(self._busy)):
                assert isinstance(orders, Connection)
                yield self._take(self._busy.pop(orders))
            self._hand_out(coming)

    def live_one(self, task: Task) -> Lived:
        """What becomes of one."""
        (lived,) = self.live([task])
        return lived

    def _hand_out(self, coming: Iterator[Task]) -> None:
        while len(self._busy) < self._size:
            task = next(coming, None)
            if task is None:
                return
            worker = self._idle.pop() if self._idle else self._start()
            worker.give(task)
            self._busy[worker.orders] = worker

    def _take(self, worker: _Worker) -> Lived:
        lived = worker.taken()
        is_tired = worker.worlds >= WORLDS_MAX or not lived.digest  # what broke may have left something behind
        if is_tired:
            worker.end()
        else:
            self._idle.append(worker)
        return lived

    def _start(self) -> _Worker:
        self._started += 1
        here, there = SPAWN.Pipe()
        last_words = Path(self._folder.name) / f"worker-{self._started}"
        arguments = (there, self._simulate, str(last_words), self._seed_s)
        process = SPAWN.Process(target=work, args=arguments, daemon=True)
        process.start()
        there.close()  # the worker has its own; so its death closes the last
        return _Worker(process, here, last_words)
