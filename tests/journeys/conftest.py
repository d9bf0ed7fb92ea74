"""One freshly deployed local cloud for all journeys."""

from collections.abc import Iterator

import pytest

from local.cloud import running_cloud
from tests.journeys.shop import Shop


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """An empty shop, deployed on a free port for this run."""
    with running_cloud() as endpoints:
        yield Shop(endpoints)


@pytest.fixture(scope="session")
def option(shop: Shop) -> str:
    """A flat shipping option of 6.44 dollars for the US."""
    return shop.a_shipping_option()
