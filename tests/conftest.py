"""What holds for every test: sockets reach this machine only, and no test sees another one's settings."""

import json
import os
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

from shared import telemetry
from shared.settings import read_settings

# The sources are what is tested, whatever a shop sets that is run from this tree.
os.environ["STOREWRIGHT_SHOP"] = ""

HOLD_MINUTES = 2  # long enough for three hundred buyers, short enough to wait for the end of it
LOOPBACK = ["127.0.0.1", "::1"]

# A machine that runs other things besides would fail a test for being slow; what must be fast has a test that says so.
settings.register_profile("here", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("here")


def pytest_runtest_setup() -> None:
    """Any other address than loopback raises, whoever opens it: a forgotten mock must not reach the world."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(autouse=True)
def own_process() -> Iterator[None]:
    """Each test as in a process of its own: settings read anew, no request under way, no metrics left over."""
    read_settings.cache_clear()
    telemetry.begin("")
    yield
    telemetry.metrics.clear_metrics()


@pytest.fixture(scope="session")
def deployed() -> Iterator[Any]:
    """A `Shop`, empty, deployed on a free port: one for all tests of a run that need one."""
    from local.cloud import running_cloud
    from tests.journeys.shop import Shop

    with running_cloud(hold_minutes=HOLD_MINUTES) as endpoints:
        yield Shop(endpoints)


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """Gives what was logged so far, line by line."""
    stream = StringIO()
    monkeypatch.setattr(telemetry.logger.registered_handler, "stream", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
