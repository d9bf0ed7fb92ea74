"""The payments table in a cloud, and the Stripe double that the tests of payments share."""

from collections.abc import Iterator

import pytest

from functions.payments.table import SPEC
from local.stripe_double import StripeDouble
from tests.payments.till import Till
from tests.world import Clock, cloud, counting_ids


@pytest.fixture(scope="session")
def stripe() -> Iterator[StripeDouble]:
    with StripeDouble(async_delay_s=3600) as double:
        yield double


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    counting_ids(monkeypatch)
    with cloud(monkeypatch, SPEC) as clock:
        yield clock


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch, world: Clock, stripe: StripeDouble) -> Till:
    monkeypatch.setenv("STRIPE_API_BASE", stripe.url)
    stripe.control("reset", {})
    stripe.control("settings", {"async_delay_s": 3600})
    stripe.control("faults", method="DELETE")
    return Till(world, stripe)
