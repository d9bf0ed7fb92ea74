"""EventBridge Scheduler: wakes a function when it is due, about on time, at least once, and now and then not at all."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import ACCOUNT, REGION, Air, stamp
from tests.simulation.plumbing.asynchronous import Invocations
from tests.simulation.plumbing.backoff import backoff_s
from tests.simulation.plumbing.cron import Next, schedule
from tests.simulation.plumbing.infra_says import RUN_AGE_S, TICK_RETRIES

MINUTE_S = 60.0


@dataclass(slots=True, eq=False)
class Tick:
    """One time that was due."""

    event: dict[str, Any]
    since: float
    tries: int = 0


@dataclass(slots=True, eq=False)
class Alarm:
    """A schedule and the function it wakes."""

    air: Air
    function: str
    expression: str
    runs: Invocations
    next: Next | None = None

    def start(self) -> None:
        """Begin: a rate counts from some moment of this minute."""
        air = self.air
        self.next = schedule(self.expression, air.loop.now - MINUTE_S * air.loop.random.random())
        self._plan(air.loop.now)

    def _plan(self, after: float) -> None:
        assert self.next
        self.air.loop.at(self.next(after), self._strike)

    def _strike(self) -> None:
        air, weather = self.air, self.air.weather
        due = air.loop.now  # where weeks were leapt over, not what was due before them
        self._plan(due)
        if air.happens(weather.tick_skipped):
            air.count(self.function, kinds.SKIPPED)
            return
        self._tick(due)
        if air.happens(weather.tick_doubled):
            air.count(self.function, kinds.DOUBLED)
            self._tick(due)

    def _tick(self, due: float) -> None:
        self.air.loop.after(self.air.within(self.air.weather.tick_late_s), partial(self._come, due))

    def _come(self, due: float) -> None:
        """Late or not: until now it was a tick to come, like all later ones, and nothing on its way."""
        self.air.moving += 1
        self._hand_over(Tick(self._event(due), self.air.loop.now))

    def _hand_over(self, tick: Tick) -> None:
        """Give the tick to Lambda; else try again for as often and as long as the schedule allows."""
        air = self.air
        if not air.happens(air.weather.tick_fails):
            air.count(self.function, kinds.TICKED)
            self.runs.put(tick.event)
            air.moving -= 1
            return
        air.count(self.function, kinds.TICK_FAILED)
        pause_s = backoff_s(air, tick.tries)
        if tick.tries >= TICK_RETRIES or air.loop.now + pause_s - tick.since > RUN_AGE_S:
            again = partial(self.runs.put, tick.event)
            air.bury(self.function, json.dumps(tick.event), "the clock could not deliver it", air.loop.now, again)
        else:
            tick.tries += 1
            air.loop.after(pause_s, partial(self._hand_over, tick))

    def _event(self, due: float) -> dict[str, Any]:
        """Scheduler's own event: its time is the time that was due, its detail is text."""
        return {
            "version": "0",
            "id": self.air.new_id(),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": ACCOUNT,
            "time": stamp(due),
            "region": REGION,
            "resources": [f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{self.function.replace('.', '-')}"],
            "detail": "{}",
        }
