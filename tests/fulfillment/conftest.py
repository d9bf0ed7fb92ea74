"""The cloud of fulfillment's tests: its own table."""

from collections.abc import Iterator

import pytest

from functions.fulfillment.table import SPEC
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    counting_ids(monkeypatch)
    with cloud(monkeypatch, SPEC) as clock:
        yield clock
