"""Step Functions: the state machines of the domains' jobs, gone through as their own definition says.

An execution asks its Lambda for a step at least once, tries again as the definition says, and may be stopped by
somebody without a word. The children of a Distributed Map are Express executions: one may run twice.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from infra.job_machine import definition
from tests.simulation.dynamodb import AwsError
from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import Air
from tests.simulation.plumbing.outcome import Invoke, Outcome

GIVEN_UP = {"Error": "Failed", "Cause": '{"errorMessage": "run_jobs: Unavailable", "errorType": "Failed"}'}
Then = Callable[[Any], None]  # told what the step came to; None where it failed for good


@dataclass(slots=True, eq=False)
class Execution:
    """A run of a state machine."""

    name: str
    given: str
    status: str = "RUNNING"


@dataclass(slots=True, eq=False)
class Machine:
    """A domain's. function: the Lambda that does the steps, `orders.run_jobs`."""

    air: Air
    function: str
    invoke: Invoke
    executions: dict[str, Execution] = field(default_factory=dict)

    def start(self, name: str, given: str) -> dict[str, Any]:
        """StartExecution. The same name and input of one that still runs is the same execution."""
        known = self.executions.get(name)
        if known is None:
            self.executions[name] = execution = Execution(name, given)
            self.air.moving += 1
            self._enter(execution, self._definition["StartAt"], json.loads(given))
        elif known.status != "RUNNING" or known.given != given:
            raise AwsError("ExecutionAlreadyExists", "Execution Already Exists", 400, {})
        return {"executionArn": name}

    def describe(self, name: str) -> dict[str, Any]:
        """DescribeExecution."""
        if name not in self.executions:
            raise AwsError("ExecutionDoesNotExist", "Execution Does Not Exist", 400, {})
        return {"status": self.executions[name].status}

    @property
    def _definition(self) -> dict[str, Any]:
        return definition(self.function)

    def _enter(self, execution: Execution, name: str, data: dict[str, Any]) -> None:
        state = self._definition["States"][name]
        if self.air.happens(self.air.weather.run_stopped):
            self.air.count(self.function, kinds.RUN_STOPPED)
            self._end(execution, "ABORTED")
            return
        left = partial(self._leave, execution, state, data)
        if state["Type"] == "Map":
            self._map(state, data, left)
        else:
            self._task(state, data, left)

    def _leave(self, execution: Execution, state: Mapping[str, Any], data: dict[str, Any], result: Any) -> None:
        if result is None:
            caught = state.get("Catch")
            if not caught:
                self._end(execution, "FAILED")
                return
            [catcher] = caught
            data = {**data, catcher["ResultPath"].removeprefix("$."): GIVEN_UP}
            self._enter(execution, catcher["Next"], data)
            return
        if state["ResultPath"]:
            selected = _filled(state["ResultSelector"], result)
            data = {**data, state["ResultPath"].removeprefix("$."): selected}
        if "Next" in state:
            self._enter(execution, state["Next"], data)
        else:
            self._end(execution, "SUCCEEDED")

    def _end(self, execution: Execution, status: str) -> None:
        execution.status = status
        self.air.moving -= 1

    def _task(self, state: Mapping[str, Any], data: dict[str, Any], then: Then) -> None:
        """Ask for a step, and again where it fails; now and then its tries are used up at once."""
        payload = _filled(state["Parameters"]["Payload"], data)
        (retry,) = state["Retry"]
        most = 0 if self.air.happens(self.air.weather.step_lost) else retry["MaxAttempts"]

        def ask(tried: int) -> None:
            self.air.count(self.function, kinds.STEP)
            self.invoke(self.function, payload, partial(answered, tried))

        def answered(tried: int, outcome: Outcome) -> None:
            if not outcome.failed:
                then({"Payload": outcome.answer})
            elif tried < most:
                self.air.count(self.function, kinds.STEP_RETRIED)
                self.air.loop.after(retry["IntervalSeconds"] * retry["BackoffRate"] ** tried, partial(ask, tried + 1))
            else:
                self.air.count(self.function, kinds.STEP_LOST)
                then(None)

        ask(0)
        if self.air.happens(self.air.weather.step_twice):
            self._again(payload)

    def _again(self, payload: dict[str, Any]) -> None:
        """The same step once more, whenever; nobody listens to what it comes to."""
        self.air.count(self.function, kinds.STEP_TWICE)
        self.air.moving += 1

        def over(_: Outcome) -> None:
            self.air.moving -= 1

        delay_s = self.air.within(self.air.weather.step_twice_s)
        self.air.loop.after(delay_s, lambda: self.invoke(self.function, payload, over))

    def _map(self, state: Mapping[str, Any], data: dict[str, Any], then: Then) -> None:
        """The items, so many at a time. One that fails for good stops no other."""
        processor = state["ItemProcessor"]
        child = processor["States"][processor["StartAt"]]
        waiting = [_filled(state["ItemSelector"], data, item) for item in _at(data, state["ItemsPath"])]
        left = len(waiting)
        if not left:
            then([])

        def done(_: Any) -> None:
            nonlocal left
            left -= 1
            if waiting:
                self._task(child, waiting.pop(0), done)
            elif not left:
                then([])

        for _ in range(min(len(waiting), state["MaxConcurrency"])):
            self._task(child, waiting.pop(0), done)


def _filled(template: Mapping[str, Any], data: Any, item: Any = None) -> dict[str, Any]:
    """What a template of the States Language comes to."""
    filled = {}
    for name, value in template.items():
        if not name.endswith(".$"):
            filled[name] = value
        else:
            filled[name.removesuffix(".$")] = item if value == "$$.Map.Item.Value" else _at(data, value)
    return filled


def _at(data: Any, path: str) -> Any:
    for name in path.split(".")[1:]:
        data = data[name]
    return data
