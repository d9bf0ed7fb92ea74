"""Many at once: a piece of work for each thing of a list, and the first failure ends it."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

from local.replay.progress import Progress

T = TypeVar("T")


def each(what: str, things: Iterable[T], work: Callable[[T], None], at_once: int) -> None:
    """Do the work for every thing, so many at a time. Raises what the first failed one raised, after those under way."""
    things = list(things)
    with Progress(what, len(things)) as progress, ThreadPoolExecutor(at_once) as threads:

        def one(thing: T) -> None:
            work(thing)
            progress.step()

        futures = [threads.submit(one, thing) for thing in things]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        finally:  # also where somebody pressed Ctrl-C
            threads.shutdown(wait=False, cancel_futures=True)
    for future in done:
        if not future.cancelled():
            future.result()
