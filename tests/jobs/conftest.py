"""A shop in this process, with a few orders."""

from collections.abc import Iterator

import pytest

from functions.jobs import run_job
from tests.in_process import InProcessShop, shop


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """The shop, whose jobs have chunks of two."""
    with shop(monkeypatch) as living:
        monkeypatch.setattr(run_job, "size_of", lambda _kind: 2)
        yield living


@pytest.fixture
def orders(small: InProcessShop) -> list[str]:
    """The ids of five orders, oldest first."""
    variant, option = small.a_variant(), small.a_shipping_option()
    ids = []
    for _ in range(5):
        small.clock.advance(seconds=1)
        status, body, _ = small.complete(small.a_cart(variant, option))
        assert status == 201, body
        ids.append(str(body["order"]["id"]))
    return ids
