"""A shop for the commands of companies."""

from collections.abc import Iterator

import pytest

from tests.companies.test_companies import People
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """An empty shop in this process."""
    with in_process(monkeypatch) as running:
        yield running


@pytest.fixture
def people(shop: InProcessShop) -> People:
    """A company with an admin, and a buyer who may order for 50 dollars."""
    return People(shop)


@pytest.fixture
def variant(shop: InProcessShop) -> str:
    """Something for 20 dollars."""
    return shop.a_variant(price=2000, units=100)
