"""One world once more, told aloud: time, who, where and what, which fault, which effect; then what did not hold."""

import io
import os
from collections import deque
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, TextIO

from tests.simulation.campaign import trace
from tests.simulation.campaign.task import Simulate, Task

TELLING = 5  # last letters of an id, by which the story names it


def command(seed: int, rate: float) -> str:
    """What to type to see a seed's story."""
    return f"python -m tests.simulation --replay {seed} --rate {rate:g}"


def task_of(what: str, rate: float) -> Task:
    """The world of a seed, or of a trace's file. Raises ValueError, OSError."""
    return Task(int(what), rate) if what.isdecimal() else trace.read(Path(what)).task


def replay(task: Task, simulate: Simulate, out: TextIO, *, about: str = "", last: int | None = None) -> bool:
    """Tell the story; whether all held. about: an id, for the lines that name it only. last: how many lines at most."""
    lines: deque[str] = deque(maxlen=last)
    hear = lines.append if last is not None else _telling(out)
    with redirect_stdout(io.StringIO()):  # what Lambdas print is not the story
        result = simulate(task.seed, rate=task.rate, overrides=task.overrides, tell=_about(about[-TELLING:], hear))
    for line in lines:
        print(line, file=out)
    print(_end(result), file=out)
    return not result.violations


def _telling(out: TextIO) -> Callable[[str], None]:
    return lambda line: print(line, file=out)


def _about(letters: str, hear: Callable[[str], None]) -> Callable[[str], None]:
    if not letters:
        return hear

    def choose(line: str) -> None:
        if letters in line:
            hear(line)

    return choose


def _end(result: Any) -> str:
    lines = [f"✗ {each.invariant}: {each.what}" for each in result.violations] or ["✓ Everything held."]
    figures = f"{result.orders} orders, {result.faults} faults, {result.calls} calls, digest {result.digest}"
    return os.linesep.join(["", *lines, figures])
