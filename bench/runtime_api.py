"""Lambda's Runtime API in small: hands one event to one starting runtime and notes what CPU it used until when.

What a runtime asks for is in the Lambda developer guide, "Using the Lambda runtime API". The CPU is read from the
kernel at the two moments at which the runtime asks for an event: then it has nothing else to do.
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PATIENCE_S = 60  # for one cold start on a busy machine; half a second is usual
REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:cold"


class NotStarted(Exception):
    """The runtime ended, or reported an error, before it had answered the event."""


@dataclass(frozen=True)
class ColdStart:
    """A process from its start to its first answer. CPU in seconds, of user and system, all threads."""

    init_s: float  # until it asked for the event: interpreter, runtime client, our imports
    call_s: float  # from there until it had answered and asked for the next
    answer: Any
    output: str


def start(command: Sequence[str], event: Any, env: Mapping[str, str], cwd: Path) -> ColdStart:
    """Start a runtime, give it the event, and end it. Raises NotStarted."""
    with _RuntimeApi(event) as api:
        runs_at = {**env, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}"}
        process = subprocess.Popen(
            command, cwd=cwd, env=runs_at, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        threading.Thread(target=api.note_end_of, args=(process,), daemon=True).start()
        api.done.wait(PATIENCE_S)
        process.kill()
        api.ended.wait(PATIENCE_S)
    if len(api.cpu_s) < 2 or api.error is not None:
        raise NotStarted(f"{api.error or 'no answer'}\n{api.output}")
    return ColdStart(api.cpu_s[0], api.cpu_s[1] - api.cpu_s[0], api.answer, api.output)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a running process has used so far, to the nanosecond. Linux only.

    Its clock's id is made of the pid as in clock_getcpuclockid(3).
    """
    return time.clock_gettime(~pid << 3 | 2)


class _RuntimeApi(ThreadingHTTPServer):
    """Serves one runtime."""

    daemon_threads = True

    def __init__(self, event: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.event = json.dumps(event).encode()
        self.cpu_s: list[float] = []
        self.answer: Any = None
        self.error: str | None = None
        self.output = ""
        self.pid: int | None = None
        self.has_pid, self.done, self.ended = threading.Event(), threading.Event(), threading.Event()

    def __enter__(self) -> "_RuntimeApi":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def note_end_of(self, process: "subprocess.Popen[str]") -> None:
        """Read what the process prints until it ends."""
        self.pid = process.pid
        self.has_pid.set()
        self.output, _ = process.communicate()
        self.ended.set()
        self.done.set()

    def asked(self) -> bool:
        """The runtime asks for an event: note its CPU. Whether there is one for it."""
        self.has_pid.wait(PATIENCE_S)
        if self.pid is not None:
            self.cpu_s.append(cpu_of(self.pid))
        if len(self.cpu_s) < 2:
            return True
        self.done.set()
        return False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _RuntimeApi

    def do_GET(self) -> None:
        """The next event, once; then nothing ever."""
        if not self.server.asked():
            self.server.ended.wait(PATIENCE_S)
            self.close_connection = True
            return
        headers = {
            "Lambda-Runtime-Aws-Request-Id": REQUEST_ID,
            "Lambda-Runtime-Deadline-Ms": str(int(time.time() + PATIENCE_S) * 1000),
            "Lambda-Runtime-Invoked-Function-Arn": ARN,
            "Content-Type": "application/json",
        }
        self._send(200, self.server.event, headers)

    def do_POST(self) -> None:
        """The answer, or an error: of the call, or while starting."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.endswith("/response"):
            self.server.answer = json.loads(body)
        else:
            self.server.error = body.decode()
        self._send(202, b'{"status": "OK"}', {"Content-Type": "application/json"})
        if self.server.error is not None:
            self.server.done.set()

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


def environment(name: str) -> dict[str, str]:
    """What Lambda itself puts into a function's environment."""
    return {
        "PATH": os.defpath,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "cold",
    }
