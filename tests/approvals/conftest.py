"""A shop in this process that asks a second person."""

from collections.abc import Iterator

import pytest

from tests.approvals.office import Office, asking_a_second_person
from tests.in_process import shop as in_process


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Where refunds above 10 dollars, more scopes for somebody, and keys that move money wait for a second person."""
    with in_process(monkeypatch) as shop, asking_a_second_person():
        yield Office(shop)
