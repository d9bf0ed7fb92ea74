"""Ctrl-C and a polite kill: nothing new begins, what is under way ends and counts. A second one is obeyed at once."""

import signal
import sys
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, TypeVar

T = TypeVar("T")
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Waits for one while in its `with`."""

    def __init__(self) -> None:
        self.has_come = False
        self._before: list[Any] = []

    def until_it_comes(self, things: Iterable[T]) -> Iterator[T]:
        """As many of them as there is time for."""
        for thing in things:
            if self.has_come:
                return
            yield thing

    def __enter__(self) -> "Interruption":
        self._before = [signal.signal(each, self._come) for each in SIGNALS]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for each, before in zip(SIGNALS, self._before, strict=True):
            signal.signal(each, before)

    def _come(self, _number: int, _where: FrameType | None) -> None:
        if self.has_come:
            raise KeyboardInterrupt
        self.has_come = True
        print(
            "\nThe worlds under way come to their end, nothing new begins. Once more to stop at once.", file=sys.stderr
        )
