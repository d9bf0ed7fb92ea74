"""What already goes on in the deployed shop when the journeys begin, and the browser of those that need one."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from local.browser import browser as running_browser
from tests.journeys.shop import Shop


@dataclass(frozen=True)
class Left:
    """Two orders of one unit each that were left alone when the journeys began."""

    variant_id: str  # of three units
    never_paid: str
    paid_unheard: str  # its shopper paid, and Stripe's news of it were lost
    unheard: list[str]  # the ids of those events


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def option(deployed: Shop) -> str:
    """A flat shipping option of 6.44 dollars for the US."""
    return deployed.a_shipping_option()


@pytest.fixture(scope="session")
def left_unpaid(deployed: Shop, option: str) -> Left:
    """Made at the very beginning, so that the wait for their end goes on beside the other journeys."""
    variant_id = deployed.a_variant(units=3)
    never_paid = deployed.an_order(variant_id, option)
    late = deployed.complete(deployed.a_cart(variant_id, option, email="late@example.com")).json
    deployed.double("/webhooks/faults", {"drop": 100})
    deployed.pay(late)
    deployed.double("/webhooks/faults", {"drop": 0})
    return Left(variant_id, never_paid["order"]["id"], late["order"]["id"], deployed.stripe_events_of(late))


@pytest.fixture
def shop(deployed: Shop, left_unpaid: Left) -> Shop:
    """The shop, in which something is already going on."""
    return deployed
