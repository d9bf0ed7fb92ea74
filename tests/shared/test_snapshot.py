"""What SnapStart freezes: a store's API, imported once and gone on from twice, draws other numbers and asks anew.

Two forks of one process stand for two restores of one snapshot. Python reseeds its `random` after a fork, which no
restore does, so each child puts the frozen state back first.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from infra.plan import Api
from local.paths import ROOT
from shared import clock, secret
from tests.infra.template import PLANNED
from tests.world import ENVIRONMENT, Clock

STORES = [title for title, (_, plan) in PLANNED.items() if isinstance(plan, Api) and plan.is_store]
PROGRAM = """
import importlib, json, os, random, stat, sys

importlib.import_module(sys.argv[1])
frozen = random.getstate()

from shared import clock, ids, locked, secret, signing
from shared.aws import client

def is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(int(fd)).st_mode)
    except OSError:
        return False

print(json.dumps({"sockets": sum(map(is_socket, os.listdir("/proc/self/fd"))), "kept": len(secret._kept)}))
sys.stdout.flush()
for _ in range(2):
    read, write = os.pipe()
    if os.fork() == 0:
        random.setstate(frozen)
        secret._kept["there"] = (clock.source() + 60, {"current": "k" * 32})
        os.environ["ANSWERS_KEY_SECRET"] = os.environ["GUEST_KEY_SECRET"] = "there"
        made = {
            "id": ids.new_id("order", clock.parse("2026-11-29T12:00:00.000+00:00")),
            "locked": locked.lock("the same text", "the same place"),
            "key": client("dynamodb")._request_signer._credentials.get_frozen_credentials().access_key,
        }
        print(json.dumps(made))
        sys.stdout.flush()
        os._exit(0)
    os.wait()
"""


class _Credentials(BaseHTTPRequestHandler):
    """Lambda's own source of credentials under SnapStart: others each time, and soon over."""

    given: int = 0

    def do_GET(self) -> None:
        type(self).given += 1
        told = {
            "AccessKeyId": f"KEY{self.given}",
            "SecretAccessKey": "s",
            "Token": "t",
            "Expiration": "2020-01-01T00:00:00Z" if self.given == 1 else "2099-01-01T00:00:00Z",
        }
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def credentials() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Credentials)
    Thread(target=server.serve_forever, daemon=True).start()
    _Credentials.given = 0
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def restored(request: pytest.FixtureRequest, credentials: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What the process said before it was frozen, and what each of its two restores said."""
    domain, name = request.param.split("-")
    environment = ENVIRONMENT | {
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": credentials,
        "AWS_REGION": "us-east-1",
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }
    hidden = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")
    environment = {name: value for name, value in environment.items() if name not in hidden}
    command = [sys.executable, "-c", PROGRAM, f"functions.{domain}.handlers.{name}"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("restored", STORES, indirect=True)
def test_what_is_frozen_holds_no_socket_and_no_secret_and_each_restore_draws_its_own(restored: Any) -> None:
    before, one, other = restored
    assert before == {"sockets": 0, "kept": 0}
    assert one["id"] != other["id"]
    assert one["locked"] != other["locked"]


@pytest.mark.parametrize("restored", STORES, indirect=True)
def test_credentials_that_ended_while_it_was_frozen_are_asked_for_anew(restored: Any) -> None:
    _, one, other = restored
    assert (one["key"], other["key"]) == ("KEY2", "KEY3")


def test_a_secret_is_read_again_by_the_clock_on_the_wall(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a snapshot slept, since no secret is kept by a clock that stands still with it."""
    kept = (clock.source() + secret.KEPT_S, {"current": "old"})
    monkeypatch.setitem(secret._kept, "storewright/test/guest_key", kept)
    assert secret.secret("guest_key") == {"current": "old"}
    world.advance(seconds=secret.KEPT_S + 1)
    assert secret.secret("guest_key") != {"current": "old"}
