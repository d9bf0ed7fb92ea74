"""Twenty checkouts of one caller at the same moment: never more is held than the rule lets one caller hold."""

from datetime import timedelta

import pytest

from functions.inventory import retry_reserving
from functions.orders import store
from functions.orders.table import SPEC
from functions.orders.unpaid import UnpaidLimits
from shared import clock
from shared.aws import client
from shared.dynamo import commit, fetch
from shared.ids import new_id
from shared.limits import HOUR_S, Limit, count
from shared.limits import SPEC as LIMITS_TABLE
from tests.concurrency.at_once import at_once, kinds
from tests.orders.builders import an_order
from tests.world import create_table

CALLERS = 20
LIMITS = UnpaidLimits(unpaid_orders=7)


@pytest.fixture(autouse=True)
def tables(emulator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of this test's own."""
    for spec in (SPEC, LIMITS_TABLE):
        monkeypatch.setenv(f"{spec.name.upper()}_TABLE", f"{spec.name}-{new_id('li')}")
        create_table(client("dynamodb"), spec)


def test_one_callers_holds_never_exceed_its_limit() -> None:
    """FAULTS 99"""

    def checkout(n: int) -> None:
        def attempt() -> None:
            now = clock.now()
            (unpaid,) = fetch(store.unpaid("who"))
            unpaid.require_room({"var_1": 1}, {"var_1": 1000}, LIMITS, now)
            order = an_order(id=f"order_{n}", created_at=clock.stamp(now))
            commit(store.hold(unpaid, order, {"var_1": 1}, now + timedelta(minutes=30)))

        retry_reserving(attempt)

    outcomes = kinds(at_once(CALLERS, checkout))
    assert outcomes == {"NoneType": 7, "RateLimited": CALLERS - 7}
    assert len(fetch(store.unpaid("who"))[0].holds) == 7


def test_no_more_are_counted_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 99"""
    monkeypatch.setattr("shared.limits.fingerprint", lambda _, who: who)
    outcomes = at_once(CALLERS, lambda _: count(Limit("carts", 7, HOUR_S), "who", clock.now()))
    assert kinds(outcomes) == {"NoneType": 7, "RateLimited": CALLERS - 7}
