"""The Stripe double as a process: starts on a free port, keeps connections alive, stops at a signal."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.stripe_double import StripeDouble

ROOT = Path(__file__).parents[2]
KEY = {"Authorization": "Bearer sk_test_shop"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_as_a_module_and_stops_at_a_signal_even_with_a_connection_open(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "local.stripe_double", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert said is not None
        connection = http.client.HTTPConnection("127.0.0.1", int(said[1]), timeout=5)
        connection.request("GET", "/_double/health")
        assert connection.getresponse().read() == b'{"ok":true}'
        process.send_signal(number)
        assert process.wait(5) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
        connection.close()


def test_it_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        StripeDouble(host="0.0.0.0")


def test_a_connection_is_kept_alive_and_closed_when_the_double_stops() -> None:
    with StripeDouble() as double:
        parts = urlsplit(double.url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
        connection.connect()
        kept = connection.sock
        for _ in range(3):
            connection.request("GET", "/v1/customers", headers=KEY)
            connection.getresponse().read()
            assert connection.sock is kept
    assert kept is not None
    assert kept.recv(1) == b""
    connection.close()


def test_a_body_too_large_or_without_a_length_is_refused() -> None:
    with StripeDouble() as double:
        parts = urlsplit(double.url)
        for headers in (b"Content-Length: 99999999", b"Transfer-Encoding: chunked"):
            with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=5) as connection:
                connection.sendall(b"POST /v1/customers HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n")
                assert b" 413 " in connection.recv(200)
