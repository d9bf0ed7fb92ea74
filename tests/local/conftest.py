"""A Stripe double for a page of tests, forgetting everything between them, and the official SDK in front of it."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble


@pytest.fixture(scope="module")
def running() -> Iterator[StripeDouble]:
    with StripeDouble(async_delay_s=60) as double:  # virtual seconds: the tests move the clock
        yield double


@pytest.fixture
def double(running: StripeDouble) -> StripeDouble:
    running.control("reset", {})
    return running


@pytest.fixture
def api(double: StripeDouble) -> Any:
    return stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}).v1


@pytest.fixture
def intents(api: Any) -> Any:
    return api.payment_intents
