"""Many threads that begin at the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

START_S = 30  # for all threads to be ready on a busy machine


def at_once(how_many: int, run: Callable[[int], Any]) -> list[Any]:
    """What each of the threads returned or raised, in their order."""
    ready = Barrier(how_many)

    def one(n: int) -> Any:
        ready.wait(START_S)
        try:
            return run(n)
        except Exception as error:  # noqa: BLE001 - whatever a thread raises is its outcome
            return error

    with ThreadPoolExecutor(how_many) as threads:
        return list(threads.map(one, range(how_many)))


def kinds(outcomes: list[Any]) -> Counter[str]:
    """How many of each kind."""
    return Counter(type(outcome).__name__ for outcome in outcomes)
