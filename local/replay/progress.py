"""How far it has come: one line that is written over on a terminal, a line for every tenth elsewhere."""

import sys
import threading
from typing import TextIO

WIDTH = 30  # characters of the bar


class Progress:
    """A context: counts up to `of`, from many threads."""

    def __init__(self, what: str, of: int, out: TextIO | None = None) -> None:
        self._what, self._of = what, of
        self._out = out or sys.stdout
        self._lock = threading.Lock()
        self._done = 0

    def __enter__(self) -> "Progress":
        self._show()
        return self

    def __exit__(self, *_: object) -> None:
        if self._out.isatty() and self._of:
            print(file=self._out, flush=True)

    def step(self) -> None:
        """One more is done."""
        with self._lock:
            self._done += 1
            self._show()

    def _show(self) -> None:
        if not self._of:
            return
        if self._out.isatty():
            filled = WIDTH * self._done // self._of
            bar = "█" * filled + "·" * (WIDTH - filled)
            print(f"\r{self._what:<12} {bar} {self._done} of {self._of}", end="", file=self._out, flush=True)
        elif self._done and (self._done == self._of or self._done % max(1, self._of // 10) == 0):
            print(f"{self._what}: {self._done} of {self._of}", file=self._out, flush=True)
