"""A shop in this process, of which only what staff do is looked at."""

from collections.abc import Iterator

import pytest

from tests.in_process import InProcessShop
from tests.in_process import shop as in_process


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """The shop, empty."""
    with in_process(monkeypatch) as living:
        yield living
