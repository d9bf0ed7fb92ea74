"""Lambda's own queue of asynchronous invocations: at least once, tried again after a failure, then its destination."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import ACCOUNT, REGION, Air, stamp
from tests.simulation.plumbing.backoff import backoff_s
from tests.simulation.plumbing.infra_says import RUN_AGE_S, RUN_RETRIES
from tests.simulation.plumbing.outcome import Invoke, Outcome

RETRY_S = 60.0  # before the first retry; twice that before the second
THROTTLE_MAX_S = 300.0


@dataclass(slots=True, eq=False)
class Run:
    """One event on its way through a function. failures: how often it failed so far."""

    event: dict[str, Any]
    since: float
    failures: int = 0


@dataclass(slots=True, eq=False)
class Invocations:
    """The queue of one function. limit: how many runs it may have at a time, where that is reserved."""

    air: Air
    function: str
    invoke: Invoke
    limit: int | None = None
    running: int = 0

    def put(self, event: dict[str, Any]) -> None:
        """Take an event: it will be run at least once, or told of."""
        air, weather = self.air, self.air.weather
        self._plan(event, air.within(weather.run_s))
        if air.happens(weather.run_twice):
            air.count(self.function, kinds.RUN_TWICE)
            self._plan(event, air.within(weather.run_twice_s))

    def _plan(self, event: dict[str, Any], delay_s: float) -> None:
        self.air.moving += 1
        self.air.loop.after(delay_s, partial(self._try, Run(event, self.air.loop.now), 0))

    def _try(self, run: Run, throttled: int) -> None:
        air = self.air
        if air.loop.now - run.since > RUN_AGE_S:
            self._give_up(run, "EventAgeExceeded")
        elif self.limit is not None and self.running >= self.limit:
            air.count(self.function, kinds.THROTTLED)
            pause_s = backoff_s(air, throttled, most_s=THROTTLE_MAX_S)
            air.loop.after(pause_s, partial(self._try, run, throttled + 1))
        else:
            self.running += 1
            air.count(self.function, kinds.RUN)
            self.invoke(self.function, run.event, partial(self._done, run))

    def _done(self, run: Run, outcome: Outcome) -> None:
        self.running -= 1
        if not outcome.failed:
            self.air.moving -= 1
            return
        run.failures += 1
        if run.failures > RUN_RETRIES:
            self._give_up(run, "RetriesExhausted")
            return
        self.air.count(self.function, kinds.RUN_RETRIED)
        self.air.loop.after(RETRY_S * run.failures, partial(self._try, run, 0))

    def _give_up(self, run: Run, condition: str) -> None:
        message = self._told(run, condition)
        self.air.bury(self.function, message, condition, self.air.loop.now, partial(self.put, run.event))

    def _told(self, run: Run, condition: str) -> str:
        """The message of an on-failure destination. Source: Lambda's guide, "Capturing records"."""
        context = {
            "requestId": self.air.new_id(),
            "functionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function.replace('.', '-')}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": run.failures,
        }
        told = {
            "version": "1.0",
            "timestamp": stamp(self.air.loop.now),
            "requestContext": context,
            "requestPayload": run.event,
        }
        if run.failures:
            told["responseContext"] = {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
        return json.dumps(told)
