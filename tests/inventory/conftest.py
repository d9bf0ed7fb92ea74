"""The inventory's table in moto's cloud, for the tests that need one."""

from collections.abc import Iterator

import pytest

from functions.inventory.table import SPEC
from tests.world import Clock, cloud


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    with cloud(monkeypatch, SPEC) as clock:
        yield clock
