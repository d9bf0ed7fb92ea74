"""Many at once: things go through stages of work, each stage has its own threads, the first failure ends it."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.replay.progress import Progress

Stage = Callable[[Any], Any]  # what it gives goes to the next stage; None: this thing is done with

_stopping = threading.Event()


class Stopped(Exception):
    """Other work failed, so this one does not go on waiting."""


def pause(seconds: float) -> None:
    """Wait within a piece of work. Raises Stopped once there is no point in waiting."""
    if _stopping.wait(seconds):
        raise Stopped


def each(what: str, things: Iterable[Any], *stages: Stage, at_once: int) -> None:
    """Send every thing through the stages, so many at a time in each. Raises what the first failed one raised."""
    things = list(things)
    failures: list[BaseException] = []
    left = threading.Semaphore(0)
    _stopping.clear()
    pools = [ThreadPoolExecutor(at_once) for _ in stages]

    def go(place: int, thing: Any) -> None:
        try:
            result = None if _stopping.is_set() else stages[place](thing)
            if result is not None and place + 1 < len(stages):
                pools[place + 1].submit(go, place + 1, result)
                return
            progress.step()
        except BaseException as failure:  # noqa: BLE001 - it is raised again where the work was asked for
            failures.append(failure)
            _stopping.set()
        left.release()

    try:
        with Progress(what, len(things)) as progress:
            for thing in things:
                pools[0].submit(go, 0, thing)
            for _ in things:
                left.acquire()
                if failures:
                    raise failures[0]
    finally:
        _stopping.set()
        for pool in pools:
            pool.shutdown(cancel_futures=True)
