"""The table of API keys in moto's cloud, for the tests that need it."""

from collections.abc import Iterator

import pytest

from functions.access.table import SPEC
from tests.world import Clock, cloud


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    with cloud(monkeypatch, SPEC) as clock:
        yield clock
