"""The plumbing of the plan: who hears what, through which queue, woken when."""

import json
from dataclasses import dataclass

import pytest

from infra.domains import DOMAINS
from infra.plan import Publisher, Schedule, Worker
from infra.stages import DEV, PROD, VISIBILITY_FACTOR, WORKER_TIMEOUT_S, Stage
from tests.simulation.plumbing import Weather, kinds
from tests.simulation.plumbing.scene import DAY, FAILED, HOUR, MINUTE, Changed
from tests.simulation.plumbing.shop import Shop

WORKERS = [(f"{domain.name}.{p.name}", p) for domain in DOMAINS for p in domain.deployed(PROD) if isinstance(p, Worker)]
EVENTS = sorted({event.type for _, worker in WORKERS for event in worker.hears})


@dataclass
class Level(Changed):
    @property
    def key(self) -> tuple[str, str]:
        return self.pk, f"LEVEL#{self.number}"


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_reaches_every_worker_that_hears_it_and_no_other(event: str) -> None:
    shop = Shop()
    shop.say(event)
    shop.wait(MINUTE)
    hearing = [name for name, worker in WORKERS if event in [each.type for each in worker.hears]]
    assert sorted(shop.woken) == sorted(hearing)
    body = json.loads(shop.lambdas.runs[0].bodies[0])
    assert body["detail"] == {"type": event}
    assert shop.is_at_rest()


def test_an_event_that_nobody_hears_is_taken_and_goes_nowhere() -> None:
    shop = Shop()
    shop.say("order.forgotten")
    shop.wait(MINUTE)
    assert shop.woken == []
    assert shop.is_at_rest()


@pytest.mark.parametrize(("name", "worker"), WORKERS)
def test_a_message_stays_hidden_as_long_as_the_stack_says(name: str, worker: Worker) -> None:
    shop = Shop()
    shop.lambdas.answer = lambda _: FAILED
    shop.say(worker.hears[0].type)
    shop.wait(HOUR)
    runs = [run.at for run in shop.lambdas.runs if run.function == name]
    hidden_s = VISIBILITY_FACTOR * (worker.timeout_s or WORKER_TIMEOUT_S)
    assert hidden_s <= runs[1] - runs[0] < hidden_s + 1


def test_a_new_event_row_wakes_its_domain_s_publisher_and_nothing_else_does() -> None:
    shop = Shop()
    shop.plumbing.on_change(Changed(1))
    shop.plumbing.on_change(Changed(2, new={"status": {"S": "placed"}}))
    shop.plumbing.on_change(Changed(3, kind="MODIFY", old={"unsent": {"S": "1"}}))
    shop.plumbing.on_change(Changed(4, kind="REMOVE", new=None, old={"unsent": {"S": "1"}}))
    shop.wait(MINUTE)
    [run] = shop.lambdas.runs
    assert (run.function, run.numbers) == ("orders.publish_events", [1])
    assert shop.is_at_rest()


def test_every_publisher_follows_its_own_table() -> None:
    shop = Shop()
    followers = [domain for domain in DOMAINS for plan in domain.functions if isinstance(plan, Publisher)]
    for domain in followers:
        assert domain.table
        shop.plumbing.on_change(Changed(1, table=domain.table.name))
    shop.wait(MINUTE)
    assert sorted(shop.woken) == sorted(f"{domain.name}.publish_events" for domain in followers)


def test_a_table_that_nobody_follows_wakes_nobody() -> None:
    shop = Shop()
    shop.plumbing.on_change(Changed(1, table="access"))
    shop.wait(MINUTE)
    assert shop.woken == []


def test_a_watcher_sees_what_its_filters_let_through() -> None:
    shop = Shop()
    shop.plumbing.on_change(Changed(1, pk="VARIANT#1", table="inventory", kind="MODIFY", new={}, old={}))
    shop.plumbing.on_change(Level(2, pk="VARIANT#1", table="inventory", kind="MODIFY", new={}, old={}))
    shop.plumbing.on_change(Level(3, pk="VARIANT#1", table="inventory", kind="REMOVE", new=None, old={}))
    shop.wait(MINUTE)
    [run] = shop.lambdas.runs
    assert (run.function, run.numbers) == ("inventory.watch_levels", [2])


def test_the_clock_wakes_every_schedule_and_every_publisher() -> None:
    shop = Shop()
    shop.plumbing.start_schedules()
    shop.wait(DAY + MINUTE)
    planned = [
        f"{domain.name}.{plan.name}"
        for domain in DOMAINS
        for plan in domain.functions
        if isinstance(plan, Schedule | Publisher)
    ]
    assert sorted(set(shop.woken)) == sorted(planned)
    assert shop.woken.count("orders.publish_events") in (24 * 60, 24 * 60 + 1)  # the last minute may just be beginning
    assert shop.woken.count("reports.daily_sales") == 1
    assert shop.is_at_rest()


def test_nothing_runs_by_the_clock_before_it_is_started() -> None:
    shop = Shop()
    shop.wait(DAY)
    assert shop.woken == []


@pytest.mark.parametrize(("stage", "most"), [(PROD, 1), (DEV, 2)])
def test_a_slow_run_is_not_overtaken_where_the_stage_reserves_concurrency(stage: Stage, most: int) -> None:
    shop = Shop(stage=stage)
    shop.lambdas.takes_s = lambda _: 90.0
    shop.plumbing.start_schedules()
    shop.wait(HOUR)
    assert shop.lambdas.most["orders.expire_unpaid"] == most
    assert shop.lambdas.most["orders.publish_events"] == 2


def test_in_the_calm_what_is_under_way_still_arrives_and_nothing_new_goes_wrong() -> None:
    shop = Shop(Weather(late=1.0, late_s=(HOUR, HOUR), event_twice=1.0))
    shop.say("payment.captured")
    shop.wait(MINUTE)
    shop.plumbing.calm()
    shop.say("payment.captured")
    shop.wait(MINUTE)
    assert shop.woken == ["orders.on_payment"]
    assert not shop.is_at_rest()
    shop.wait(HOUR)
    assert len([body for run in shop.lambdas.runs for body in run.bodies]) == 3
    assert shop.is_at_rest()


def test_what_happened_is_counted_by_function_and_in_all() -> None:
    shop = Shop()
    shop.say("order.placed")
    shop.wait(MINUTE)
    hearing = sum("order.placed" in [event.type for event in worker.hears] for _, worker in WORKERS)
    assert shop.plumbing.happened()[kinds.DELIVERED] == hearing
    assert {kind for _, kind in shop.plumbing.heard} <= set(kinds.MEANINGS)
