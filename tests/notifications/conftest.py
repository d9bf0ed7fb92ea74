"""The cloud of notifications' tests: its own table, and those it reads through other domains' faces."""

from collections.abc import Iterator

import pytest

from functions.fulfillment.table import SPEC as FULFILLMENT
from functions.notifications.table import SPEC as NOTIFICATIONS
from functions.orders.table import SPEC as ORDERS
from functions.support.table import SPEC as SUPPORT
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    counting_ids(monkeypatch)
    with cloud(monkeypatch, NOTIFICATIONS, ORDERS, FULFILLMENT, SUPPORT) as clock:
        yield clock
