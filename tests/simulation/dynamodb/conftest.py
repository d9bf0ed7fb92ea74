"""A fresh database for each test."""

import pytest

from tests.simulation.dynamodb.kit import Shop


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(monkeypatch)
