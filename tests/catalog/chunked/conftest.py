"""A shop whose commits hold five writes, so that what is small goes in chunks."""

import pytest

from functions.catalog.chunked import chunks


@pytest.fixture(autouse=True)
def small_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of products: five writes each."""
    monkeypatch.setattr(chunks, "writes_max", 5)
