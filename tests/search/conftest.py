"""A shop's catalog, inventory and search in a cloud."""

from collections.abc import Iterator

import pytest

from functions.catalog.table import SPEC as CATALOG
from functions.inventory.table import SPEC as INVENTORY
from functions.search import read_index
from functions.search.table import SPEC
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    counting_ids(monkeypatch)
    read_index.forget()
    with cloud(monkeypatch, CATALOG, INVENTORY, SPEC) as clock:
        yield clock
    read_index.forget()
