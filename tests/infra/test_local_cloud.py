"""The local cloud comes up alone, says what is wrong in one sentence, and leaves nothing behind."""

import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from local.ministack import ministack
from local.paths import HOME, ROOT
from local.process import Failed, is_open


def test_an_empty_cloud_answers_on_loopback_and_is_gone_afterwards() -> None:
    with ministack() as cloud:
        assert cloud.url == f"http://127.0.0.1:{cloud.port}"
        with urllib.request.urlopen(f"{cloud.url}/_ministack/health", timeout=5) as answer:
            assert answer.status == 200
        with pytest.raises(Failed, match=f"Port {cloud.port} is taken"), ministack(cloud.port):
            pass
    assert not is_open(cloud.port)
    assert not (HOME / "scratch" / str(cloud.port)).exists()


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failed, match=f"Port {port} is taken"), ministack(port):
            pass


def test_a_cloud_ends_with_whoever_started_it_even_if_that_was_killed() -> None:
    program = "from local.ministack import ministack\nwith ministack() as cloud: print(cloud.url, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        port = int(starter.stdout.readline().rpartition(":")[2])
        assert is_open(port)
        starter.kill()
    deadline = time.monotonic() + 10
    while is_open(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_open(port)
