"""How the shop is, as its API tells it; runs by hand; what an object said."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.system import show_system
from infra.domains import DOMAINS
from infra.plan import Publisher
from shared import outbox
from shared.dynamo import Item
from shared.operations.cost import Cost
from tests import lambdas
from tests.in_process import InProcessShop
from tests.system.post import EXPIRE, ON_PAYMENT, a_letter, queue
from tests.world import service


def system(shop: InProcessShop) -> Any:
    status, found, _ = shop.admin("GET", "/admin/system")
    assert status == 200, found
    return found


def row(rows: list[Any], name: str) -> Any:
    [found] = [each for each in rows if each["name"] == name]
    return found


def test_what_waits_and_what_died_is_counted(shop: InProcessShop) -> None:
    a_letter()
    a_letter(EXPIRE, "{}")
    service("sqs").send_message(QueueUrl=queue(ON_PAYMENT), MessageBody="{}")
    found = system(shop)
    assert found["dead_letters"] == 2
    worker = row(found["queues"], ON_PAYMENT)
    assert (worker["kind"], worker["waiting"], worker["in_work"], worker["dead_letters"]) == ("worker", 1, 0, 1)
    clocked = row(found["queues"], EXPIRE)
    assert (clocked["kind"], clocked["waiting"], clocked["dead_letters"]) == ("schedule", None, 1)
    assert (found["version"]["stage"], found["version"]["code"]) == ("test", None)


def test_a_queue_that_the_stage_has_not_is_left_out(shop: InProcessShop) -> None:
    a_letter()
    assert [each["name"] for each in system(shop)["queues"]] == [ON_PAYMENT]


def test_ages_and_last_runs_are_what_cloudwatch_measured(shop: InProcessShop) -> None:
    a_letter()
    now = shop.clock.now

    def measured(namespace: str, metric: str, dimension: str, name: str, value: float) -> None:
        service("cloudwatch").put_metric_data(
            Namespace=namespace,
            MetricData=[
                {
                    "MetricName": metric,
                    "Dimensions": [{"Name": dimension, "Value": f"storewright-test-{name}"}],
                    "Timestamp": now - timedelta(minutes=7),
                    "Value": value,
                }
            ],
        )

    measured("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", ON_PAYMENT, 42)
    measured("AWS/Lambda", "Invocations", "FunctionName", EXPIRE, 1)
    found = system(shop)
    assert row(found["queues"], ON_PAYMENT)["oldest_s"] == 42
    ran = row(found["schedules"], EXPIRE)
    assert ran["runs"].startswith("rate(")
    assert ran["last_run_at"].startswith("2026-11-22T11:5")
    assert row(found["schedules"], "reports-daily_sales")["last_run_at"] is None


def test_alarms_that_are_on_are_named(shop: InProcessShop) -> None:
    for name in ("orders-on_payment-dead-letters", "orders-store_api-failing"):
        service("cloudwatch").put_metric_alarm(
            AlarmName=f"storewright-test-{name}",
            MetricName="x",
            Namespace="y",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            Statistic="Sum",
        )
    service("cloudwatch").set_alarm_state(
        AlarmName="storewright-test-orders-on_payment-dead-letters", StateValue="ALARM", StateReason="a test"
    )
    service("cloudwatch").set_alarm_state(
        AlarmName="storewright-test-orders-store_api-failing", StateValue="OK", StateReason="a test"
    )
    alarms = system(shop)["alarms"]
    assert (alarms["ok"], alarms["insufficient_data"]) == (1, 0)
    [alarm] = alarms["alarms"]
    assert (alarm["name"], alarm["state"]) == ("orders-on_payment-dead-letters", "alarm")


def test_the_cost_is_asked_for_once_in_six_hours(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system(shop)["missing"] == {"cost": "unknown"}
    asked: list[Any] = []

    def told(*words: Any) -> Cost:
        asked.append(words[1:3])
        return Cost("41.07", "USD")

    monkeypatch.setattr(show_system, "month_so_far", told)
    for hours in (0, 5, 2):
        shop.clock.advance(hours=hours)
        cost = system(shop)["cost"]
        assert (cost["amount"], cost["currency"], cost["since"]) == ("41.07", "USD", "2026-11-01")
    assert asked == [("storewright", "test")] * 2


def test_a_schedule_is_run_as_of_now(shop: InProcessShop) -> None:
    status, ran, _ = shop.admin("POST", f"/admin/system/schedules/{EXPIRE}/run")
    assert (status, ran["due_at"]) == (202, "2026-11-22T12:00:00.000Z")
    [(name, is_waited_for, event)] = lambdas.here().asked
    assert (name, is_waited_for) == (f"storewright-test-{EXPIRE}", False)
    assert (event["time"], event["account"], event["region"]) == ("2026-11-22T12:00:00Z", "123456789012", "eu-west-1")
    _, log, _ = shop.admin("GET", "/admin/audit?action=schedule.run")
    assert [each["object_id"] for each in log["data"]] == ["orders/expire_unpaid"]
    for name in (ON_PAYMENT, "orders-moon"):
        assert shop.admin("POST", f"/admin/system/schedules/{name}/run")[0] == 404


def test_what_an_order_said_is_shown_with_its_money(shop: InProcessShop) -> None:
    _, completed, _ = shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
    order_id = completed["order"]["id"]
    shop.pay(completed)
    _, before, _ = shop.admin("GET", f"/admin/system/events?object={order_id}")
    assert [(each["type"], each["is_sent"]) for each in before["data"]] == [("order.pending", False)]
    shop.clock.advance(seconds=1)
    shop.pump()
    _, after, _ = shop.admin("GET", f"/admin/system/events?object={order_id}")
    said = [each["type"] for each in after["data"]]  # two of them of one moment, since the clock stands: in any order
    assert (said[0], sorted(said[1:])) == ("order.pending", ["order.placed", "payment.captured"])
    assert all(each["is_sent"] for each in after["data"])
    assert set(after["data"][0]) == {"id", "type", "created_at", "object_id", "version", "is_sent"}


def test_an_id_of_nothing_that_says_events_is_refused(shop: InProcessShop) -> None:
    status, refused, _ = shop.admin("GET", "/admin/system/events?object=cart_01")
    assert (status, refused["error"]["code"], refused["error"]["param"]) == (400, "unknown_object", "object")
    assert "order_" in refused["error"]["details"]["prefixes"]
    assert shop.admin("GET", "/admin/system/events?object=order_01")[1]["data"] == []


def test_whoever_says_events_is_found_by_an_id(shop: InProcessShop) -> None:
    """But what says them of no object: a day's sales, which are a table's own."""
    from functions.system.history import SAYING

    speaking = {domain.name for domain in DOMAINS if any(isinstance(plan, Publisher) for plan in domain.functions)}
    assert speaking - {table for table, _ in SAYING.values()} == {"reports"}


def test_a_step_of_a_table_leaves_rows_of_events_as_they_are() -> None:
    """They are read past the steps that a table has."""
    from functions.migrations import TABLES

    said: Item = {"pk": "ORDER#order_1", "sk": "EVENT#000000001#00#order.placed", "id": "evt_1", "type": "order.placed"}
    said |= {name: {} for name in outbox.ENVELOPE if name not in said}
    for table in TABLES.values():
        for step in table.upgrades:
            assert step(json.loads(json.dumps(said))) == said, table.name
