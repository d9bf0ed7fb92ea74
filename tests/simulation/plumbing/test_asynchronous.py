"""What Lambda promises of asynchronous invocations."""

import json
from dataclasses import dataclass, field

from tests.simulation.plumbing import Outcome, Weather, kinds
from tests.simulation.plumbing.asynchronous import Invocations
from tests.simulation.plumbing.infra_says import RUN_AGE_S, RUN_RETRIES
from tests.simulation.plumbing.scene import DAY, FAILED, HOUR, MINUTE, Scene

TICK = {"time": "2026-11-22T12:00:00Z"}
OTHER = {"time": "2026-11-22T12:01:00Z"}


@dataclass
class Desk(Scene):
    limit: int | None = None
    runs: Invocations = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.runs = Invocations(self.air, "shop.worker", self.lambdas.invoke, self.limit)

    @property
    def begun(self) -> list[float]:
        """When runs began, in seconds from the first."""
        return [round(run.at - self.lambdas.runs[0].at) for run in self.lambdas.runs]


def test_an_event_is_run_once_where_all_is_well_and_its_answer_does_not_matter() -> None:
    desk = Desk()
    desk.lambdas.answer = lambda _: Outcome({"batchItemFailures": "nonsense"})
    desk.runs.put(TICK)
    assert desk.air.moving == 1
    desk.wait(DAY)
    assert [run.event for run in desk.lambdas.runs] == [TICK]
    assert desk.air.moving == 0


def test_a_failed_run_is_tried_again_a_minute_and_then_two_minutes_later() -> None:
    desk = Desk()
    desk.lambdas.answer = lambda _: FAILED
    desk.runs.put(TICK)
    desk.wait(DAY)
    assert desk.begun == [0, 60, 180]
    assert desk.times(kinds.RUN_RETRIED) == RUN_RETRIES == 2


def test_a_run_that_failed_for_good_goes_with_its_event_to_the_dead_letter_queue() -> None:
    desk = Desk()
    desk.lambdas.answer = lambda _: FAILED
    desk.runs.put(TICK)
    desk.wait(DAY)
    [letter] = desk.air.dead
    told = json.loads(letter.message)
    assert told["requestContext"]["condition"] == "RetriesExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 3
    assert told["requestPayload"] == TICK
    assert desk.air.moving == 0
    desk.lambdas.answer = lambda _: Outcome()
    letter.again()
    desk.wait(MINUTE)
    assert desk.lambdas.runs[-1].event == TICK


def test_an_event_may_be_run_twice() -> None:
    desk = Desk(Weather(run_twice=1.0, run_twice_s=(MINUTE, MINUTE)))
    desk.runs.put(TICK)
    desk.wait(HOUR)
    assert [run.event for run in desk.lambdas.runs] == [TICK, TICK]
    assert (desk.times(kinds.RUN_TWICE), desk.air.moving) == (1, 0)


def test_where_one_run_is_reserved_the_next_waits_for_it() -> None:
    desk = Desk(limit=1)
    desk.lambdas.takes_s = lambda _: MINUTE
    desk.runs.put(TICK)
    desk.runs.put(OTHER)
    desk.wait(HOUR)
    assert [run.event for run in desk.lambdas.runs] == [TICK, OTHER]
    assert (desk.lambdas.most["shop.worker"], desk.air.moving) == (1, 0)
    assert desk.times(kinds.THROTTLED) > 1


def test_without_a_reserve_runs_overtake_each_other() -> None:
    desk = Desk()
    desk.lambdas.takes_s = lambda event: MINUTE if event is TICK else 1.0
    desk.runs.put(TICK)
    desk.runs.put(OTHER)
    desk.wait(HOUR)
    assert desk.lambdas.most["shop.worker"] == 2


def test_being_throttled_costs_no_retry_but_an_event_that_waited_too_long_is_given_up() -> None:
    desk = Desk(limit=1)
    desk.lambdas.takes_s = lambda _: RUN_AGE_S + HOUR
    desk.runs.put(TICK)
    desk.runs.put(OTHER)
    desk.wait(DAY)
    [letter] = desk.air.dead
    told = json.loads(letter.message)
    assert told["requestContext"]["condition"] == "EventAgeExceeded"
    assert told["requestPayload"] == OTHER
    assert desk.times(kinds.THROTTLED) > 10
    assert desk.air.moving == 0
