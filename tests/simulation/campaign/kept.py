"""The sums of a long run on disk, so that it can be stopped, killed and gone on with."""

import fcntl
import json
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulation.campaign.sums import Sums

EVERY_S = 20.0  # between two writes: what a power cut may cost


class Busy(Exception):
    """Another run keeps its sums in the same file just now."""


class Kept:
    """Sums in a file that is written whole, and put in the place of the old one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sums = Sums.from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Sums()
        self._written = time.monotonic()

    def note(self) -> None:
        """Write, if it is time."""
        if time.monotonic() - self._written >= EVERY_S:
            self.write()

    def write(self) -> None:
        """Write now."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.sums.to_json()), encoding="utf-8")
        fresh.replace(self.path)
        self._written = time.monotonic()


def path_of(folder: Path, code: str, rate: float) -> Path:
    """One file for each code, rate of faults and Python."""
    python = ".".join(platform.python_version_tuple()[:2])
    return folder / f"{code}-rate-{rate:g}-python-{python}.json"


@contextmanager
def kept(path: Path) -> Iterator[Kept]:
    """The sums so far; written again at the end, unless an exception ends it: then what was last written stands.

    Raises Busy.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another run adds to {path}") from None
        sums = Kept(path)
        yield sums
        sums.write()
