"""The table of API keys in a cloud, for the tests that need it."""

from collections.abc import Iterator

import pytest

from functions.access.table import SPEC
from shared.pools import UserPool
from tests.people import staff_pool
from tests.wire import Wire, wire_of
from tests.world import Clock, cloud


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    with cloud(monkeypatch, SPEC) as clock:
        yield clock


@pytest.fixture
def pool(world: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[UserPool]:
    """The pool of staff, empty."""
    with staff_pool(monkeypatch) as pool:
        yield pool


@pytest.fixture
def wire(world: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """The wire to DynamoDB in the test's hand."""
    with wire_of(monkeypatch) as wire:
        yield wire
