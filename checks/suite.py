"""`make test` once all is fetched: its parts in two lanes, and at the end where the time went.

The journeys mostly wait, for queues and schedules, so they run beside what computes, and from the start: nothing makes
them faster, and two processes of tests or of worlds fill two cores to the end. What a part says goes to a file; one
that fails is shown, and the others go on, so that one run tells all. `--quick` is `make quick`.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOGS = ROOT / ".local" / "log"
Command = Sequence[str]
Lane = Mapping[str, Command]  # parts by their names, one after the other
SLOWEST = 20
DURATION = re.compile(r"^(\d+\.\d+)s (setup|call|teardown) +(\S.*)$", re.MULTILINE)  # as pytest's --durations has it


def _make(*parts: str) -> Lane:
    return {part: ("make", "--no-print-directory", part) for part in parts}


WHOLE = (_make("journeys", "check"), _make("unit", "simulation"))
QUICK: tuple[Lane, ...] = ({"near": (sys.executable, "-m", "checks.near")}, _make("check"))


@dataclass(frozen=True)
class Ended:
    """What became of a part. cpu_s: of all its processes, which says more than its time on a busy machine."""

    part: str
    code: int
    took_s: float
    cpu_s: float
    log: Path


def tell(sentence: str) -> None:
    """At once, also where nobody looks yet."""
    print(sentence, flush=True)


def run(lanes: Iterable[Lane], logs: Path = LOGS, say: Callable[[str], None] = tell) -> int:
    """Run the lanes beside each other. Gives 1 where a part failed."""
    logs.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        ended = [each for of_a_lane in pool.map(lambda lane: _run(lane, logs, say), lanes) for each in of_a_lane]
    failed = [each for each in ended if each.code != 0]
    for each in failed:
        say(f"\n{each.part} failed, and said:\n{each.log.read_text(errors='replace')}")
    say(f"\n{table(ended)}")
    say(f"\nFailed: {', '.join(each.part for each in failed)}." if failed else "\nAll held.")
    return 1 if failed else 0


def _run(lane: Lane, logs: Path, say: Callable[[str], None]) -> list[Ended]:
    ended = []
    for part, command in lane.items():
        say(f"{part:<12} begins")
        ended.append(run_part(part, command, logs / f"test-{part}.log"))
        say(f"{part:<12} {'failed' if ended[-1].code else 'held':<7}{_times(ended[-1])}")
    return ended


def run_part(part: str, command: Command, log: Path) -> Ended:
    """Run a command to its end, with what it says in the log."""
    started = time.monotonic()
    with log.open("wb") as output:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    return Ended(part, running.returncode, time.monotonic() - started, used.ru_utime + used.ru_stime, log)


def table(ended: Iterable[Ended]) -> str:
    """Where the time went, by parts, and the slowest tests of all of them."""
    found = [each for part in ended for each in DURATION.findall(part.log.read_text(errors="replace"))]
    slowest = sorted(found, key=lambda each: -float(each[0]))[:SLOWEST]
    parts = [f"{part.part:<12} {_times(part)}" for part in ended]
    return "\n".join(
        [*parts, "", "the slowest", *(f"{float(s):>8.1f} s  {phase:<9}{test}" for s, phase, test in slowest)]
    )


def _times(part: Ended) -> str:
    return f"{part.took_s:>6.0f} s, {part.cpu_s:>6.0f} s of CPU"


if __name__ == "__main__":
    sys.exit(run(QUICK if "--quick" in sys.argv else WHOLE))
