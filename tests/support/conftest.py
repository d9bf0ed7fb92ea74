"""The shop in this process, which people ask things."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.in_process import InProcessShop, shop


@pytest.fixture
def living(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    with shop(monkeypatch) as found:
        yield found


@pytest.fixture
def ticket(living: InProcessShop) -> dict[str, Any]:
    """A shopper's ticket, with its token."""
    asked = {"email": "jane@example.com", "subject": "A hole in the sleeve", "body": "It came like that.\nWhat now?"}
    status, body, _ = living.call("POST", "/store/tickets", asked)
    assert status == 201, body
    return dict(body)
