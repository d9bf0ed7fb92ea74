"""What EventBridge Scheduler promises, and what it does not."""

import json
from dataclasses import dataclass, field

from tests.simulation.plumbing import Weather, kinds
from tests.simulation.plumbing.asynchronous import Invocations
from tests.simulation.plumbing.clock import Alarm
from tests.simulation.plumbing.infra_says import TICK_RETRIES
from tests.simulation.plumbing.scene import DAY, HOUR, MINUTE, Scene


@dataclass
class Tower(Scene):
    expression: str = "rate(1 minute)"
    alarm: Alarm = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        runs = Invocations(self.air, "shop.worker", self.lambdas.invoke)
        self.alarm = Alarm(self.air, "shop.worker", self.expression, runs)
        self.alarm.start()

    @property
    def due(self) -> list[str]:
        """The times that the runs were meant for."""
        return [run.event["time"] for run in self.lambdas.runs]


def test_a_rate_wakes_its_function_each_time() -> None:
    tower = Tower()
    tower.wait(HOUR)
    assert len(tower.lambdas.runs) == 60
    assert tower.air.moving == 0


def test_a_cron_line_is_read_in_utc_and_the_event_tells_the_time_that_was_due() -> None:
    tower = Tower(expression="cron(5 0 * * ? *)", weather=Weather(tick_late_s=(50.0, 50.0)))
    tower.wait(2 * DAY)
    assert tower.due == ["2026-11-23T00:05:00Z", "2026-11-24T00:05:00Z"]
    event = tower.lambdas.runs[0].event
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")


def test_a_tick_may_come_late_and_the_next_is_due_as_ever() -> None:
    tower = Tower(Weather(tick_late_s=(0.0, 59.0)))
    tower.wait(HOUR)
    pauses = {round(b.at - a.at) for a, b in zip(tower.lambdas.runs, tower.lambdas.runs[1:], strict=False)}
    assert len(pauses) > 5
    assert 59 <= len(tower.lambdas.runs) <= 60


def test_a_tick_may_be_forgotten() -> None:
    tower = Tower(Weather(tick_skipped=0.5))
    tower.wait(HOUR)
    skipped = tower.times(kinds.SKIPPED)
    assert 10 < skipped < 50
    assert len(tower.lambdas.runs) == 60 - skipped


def test_a_tick_may_come_twice_with_the_same_time() -> None:
    tower = Tower(Weather(tick_doubled=1.0))
    tower.wait(HOUR)
    assert len(tower.due) == 120
    assert len(set(tower.due)) == 60
    assert tower.times(kinds.DOUBLED) == 60


def test_a_tick_that_cannot_be_handed_over_is_tried_again() -> None:
    tower = Tower(Weather(tick_fails=0.5), expression="cron(5 0 * * ? *)")
    tower.wait(3 * DAY)
    assert tower.due == ["2026-11-23T00:05:00Z", "2026-11-24T00:05:00Z", "2026-11-25T00:05:00Z"]
    assert tower.times(kinds.TICK_FAILED) > 0
    assert tower.air.moving == 0


def test_a_tick_that_is_never_taken_goes_to_the_dead_letter_queue() -> None:
    tower = Tower(Weather(tick_fails=1.0), expression="cron(5 0 * * ? *)")
    tower.wait(DAY)
    [letter] = tower.air.dead
    assert letter.queue == "shop-worker-dlq"
    assert json.loads(letter.message)["time"] == "2026-11-23T00:05:00Z"
    assert tower.times(kinds.TICK_FAILED) == TICK_RETRIES + 1
    letter.again()
    tower.wait(MINUTE)
    assert tower.due == ["2026-11-23T00:05:00Z"]
