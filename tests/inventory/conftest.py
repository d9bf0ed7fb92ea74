"""The inventory's table in a cloud, for the tests that need one."""

from collections.abc import Iterator

import pytest

from functions.inventory.table import SPEC
from tests.inventory.shop import MUG, SHIRT, open_location, receive_all, track
from tests.world import Clock, cloud


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    with cloud(monkeypatch, SPEC) as clock:
        yield clock


@pytest.fixture
def berlin(world: Clock) -> str:
    """A location with five shirts and one mug."""
    track(SHIRT, MUG)
    location = open_location("Berlin", priority=1)
    receive_all((SHIRT, location, 5), (MUG, location, 1))
    return location
