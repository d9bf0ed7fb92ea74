"""The tables and the buckets that pictures go through."""

from collections.abc import Iterator

import pytest

from functions.catalog.table import SPEC
from functions.inventory.table import SPEC as INVENTORY
from functions.jobs.table import SPEC as JOBS
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The cloud, and its clock."""
    counting_ids(monkeypatch)
    with cloud(monkeypatch, SPEC, INVENTORY, JOBS) as clock:
        yield clock
