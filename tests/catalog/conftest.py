"""The catalog's and the inventory's tables in a cloud, for the tests that need them."""

from collections.abc import Iterator

import pytest

from functions.catalog.table import SPEC
from functions.inventory.table import SPEC as INVENTORY
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    counting_ids(monkeypatch)
    with cloud(monkeypatch, SPEC, INVENTORY) as clock:
        yield clock
