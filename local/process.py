"""Processes of ours and all that they start: their output goes to a file, and none survives us."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from local.paths import ROOT

LEASH_S = 5
Say = Callable[[str], None]  # how a long step tells the person who waits what it is at


def silent(_sentence: str) -> None:
    """Tells nobody."""


class Failed(Exception):
    """Something the local cloud needs went wrong; the sentence is for whoever started it."""


class Process:
    """A context: the process runs inside it, and is killed with all that it started; none has anything to save."""

    def __init__(self, name: str, command: Sequence[str | Path], *, env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = [str(part) for part in command]
        self._env = dict(env)

    def __enter__(self) -> "Process":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "local.leash", *self._command],
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.PIPE,  # never written to; see local/leash.py
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(LEASH_S)  # the leash kills the command and waits until it is gone, and its port free
        _kill(self._running)

    def has_ended(self) -> bool:
        return self._running.poll() is not None

    def wait_until_open(self, port: int, *, timeout_s: float) -> None:
        """Return once something answers on the port. Raises Failed where the process ended, or took too long."""
        deadline = time.monotonic() + timeout_s
        while not is_open(port):
            if self.has_ended():
                raise Failed(f"{self.name} ended at its start; see {self.log}.")
            if time.monotonic() > deadline:
                raise Failed(f"{self.name} did not answer on port {port} within {timeout_s:.0f} s; see {self.log}.")
            time.sleep(0.05)


def run_to_end(
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path,
    each_line: Say = silent,
) -> None:
    """Run a command whose output goes to the log, line by line. Raises Failed with the line that says why it failed."""
    log.parent.mkdir(parents=True, exist_ok=True)
    running = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        with log.open("w") as written:
            for line in running.stdout or ():
                written.write(line)
                each_line(line.rstrip())
        running.wait()
    finally:
        _kill(running)
    if running.returncode != 0:
        raise Failed(f"{name} failed: {_reason(log)} (all of it: {log})")


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reason(log: Path) -> str:
    """The line of a log that says what went wrong: the first failed resource, else the first error, else the last."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    for sign in ("_FAILED", "Error"):
        for line in lines:
            if sign in line:
                return line
    return lines[-1] if lines else "it said nothing"


def _kill(leader: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """Its whole group, since what it started may outlive it."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()
