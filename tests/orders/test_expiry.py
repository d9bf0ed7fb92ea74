"""Expiry and the sweeper of payments under a backlog: all of it is dealt with, and what is poisoned holds up nobody."""

import json
from typing import Any

import pytest

from functions.orders import expire_order, store
from functions.orders.table import SPEC as ORDERS
from functions.orders.table import UNPAID_PARTITIONS
from functions.payments import resume_payments
from functions.payments.table import SHARDS
from functions.payments.table import SPEC as PAYMENTS
from infra.stages import SCHEDULE_TIMEOUT_S
from shared import clock
from shared.aws import client
from shared.dynamo.values import to_wire
from shared.table import TableSpec
from tests.in_process import InProcessShop
from tests.world import NOON

POISON = 120  # more than a page of the list, which they fill from the oldest on
BEFORE = "2026-11-21T00:00:00.000Z"


def an_order(shop: InProcessShop) -> Any:
    status, completed, _ = shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
    assert status == 201, completed
    return completed


def put(table: TableSpec, items: list[dict[str, Any]]) -> None:
    """Write items as nobody of ours would."""
    requests = [{"PutRequest": {"Item": to_wire(item)}} for item in items]
    for start in range(0, len(requests), 25):
        client("dynamodb").batch_write_item(RequestItems={table.physical_name: requests[start : start + 25]})


def test_a_page_full_of_orders_that_cannot_expire_holds_up_nobody(shop: InProcessShop) -> None:
    order_id = an_order(shop)["order"]["id"]
    partitions = [UNPAID_PARTITIONS[n % 2] for n in range(2 * POISON)]
    broken = [
        {"pk": f"ORDER#order_{n}", "sk": "ORDER", "unpaid": partition, "reserved_until": BEFORE}
        for n, partition in enumerate(partitions)
    ]
    put(ORDERS, broken)
    shop.clock.advance(minutes=31)
    assert shop.run("orders.expire_unpaid") == 1
    assert shop.order(order_id)["status"] == "expired"


def test_an_overdue_order_is_found_in_whichever_list_it_was_put(shop: InProcessShop) -> None:
    """A list that is no more looked at would keep its orders, and their stock, for good."""
    lists = ("unpaid", "unpaid.1", "unpaid.2", "unpaid.3")
    put(ORDERS, [{"pk": f"ORDER#{name}", "sk": "ORDER", "unpaid": name, "reserved_until": BEFORE} for name in lists])
    assert sorted(store.overdue_orders(clock.stamp(NOON))) == sorted(lists)


def test_an_hour_without_orders_is_a_figure_and_not_a_gap(
    shop: InProcessShop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shop.run("orders.expire_unpaid") == 0
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "OrdersPlaced" in line]
    assert told["OrdersPlaced"] == [0]


def test_a_page_full_of_payments_that_cannot_be_read_holds_up_nobody(shop: InProcessShop) -> None:
    completed = an_order(shop)
    shop.pay(completed)
    broken = [
        {"pk": f"ORDER#order_{n}", "sk": f"PAYMENT#pay_{n}", "unsettled": str(n % SHARDS), "check_at": BEFORE}
        for n in range(POISON)
    ]
    put(PAYMENTS, broken)
    shop.clock.advance(minutes=6)
    assert shop.run("payments.resume_payments") == 1
    shop.webhooks_seen = 100  # none of them comes
    shop.pump()
    assert shop.order(completed["order"]["id"])["status"] == "placed"


@pytest.mark.parametrize("minute", [0, 27])
def test_an_order_is_placed_that_was_paid_in_time_and_whose_webhooks_were_lost(
    shop: InProcessShop, minute: int
) -> None:
    """FAULTS 62"""
    completed = an_order(shop)
    shop.webhooks_seen = 100  # none of them comes
    for passed in range(35):
        if passed == minute:
            shop.pay(completed)
        shop.run("payments.resume_payments")
        shop.run("orders.expire_unpaid")
        shop.pump()
        shop.clock.advance(minutes=1)
    order = shop.order(completed["order"]["id"])
    assert (order["status"], order["payment_status"]) == ("placed", "paid")


def test_a_run_ends_before_its_function_is_cut_off(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [an_order(shop)["order"]["id"] for _ in range(3)]
    shop.clock.advance(minutes=31)
    slow = expire_order.expire_order

    def takes_a_minute(order_id: str, now: Any) -> Any:
        shop.clock.advance(minutes=1)
        return slow(order_id, now)

    monkeypatch.setattr(expire_order, "expire_order", takes_a_minute)
    assert [shop.run("orders.expire_unpaid") for _ in range(3)] == [2, 1, 0]
    assert {shop.order(order_id)["status"] for order_id in orders} == {"expired"}


def test_what_a_run_may_take_leaves_time_for_its_last_step() -> None:
    assert expire_order.RUN_S + 20 <= SCHEDULE_TIMEOUT_S
    assert resume_payments.RUN_S + 2 * 17 <= SCHEDULE_TIMEOUT_S
