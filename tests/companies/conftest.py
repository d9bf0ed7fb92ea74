"""A shop for the commands of companies."""

from collections.abc import Iterator

import pytest

from tests.in_process import InProcessShop
from tests.in_process import shop as in_process


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """An empty shop in this process."""
    with in_process(monkeypatch) as running:
        yield running
