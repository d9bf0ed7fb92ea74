"""The small world of reports: its table, and the catalog for titles."""

from collections.abc import Iterator

import pytest

from functions.catalog.table import SPEC as CATALOG
from functions.reports.table import SPEC
from tests import world


@pytest.fixture
def clock_(monkeypatch: pytest.MonkeyPatch) -> Iterator[world.Clock]:
    with world.cloud(monkeypatch, SPEC, CATALOG) as standing:
        yield standing
