"""A shop in this process, somebody who looks after it, and nothing that has failed yet."""

from collections.abc import Iterator

import pytest

from tests.in_process import InProcessShop
from tests.in_process import shop as in_process


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    with in_process(monkeypatch) as shop:
        yield shop
