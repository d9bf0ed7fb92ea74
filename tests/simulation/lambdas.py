"""The Lambdas: each runs in a container of its own, one event at a time, until it answers, fails or is killed."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from infra import stages
from infra.domains import DOMAINS
from infra.plan import Api, Authorizer, Function, Operator, Schedule, Worker
from tests.simulation.loop import Killed, Loop, Process
from tests.simulation.plumbing import Outcome
from tests.simulation.story import Story

SKEW_MAX_S = 5.0  # how wrong a machine's clock may go, either way

Handler = Callable[[dict[str, Any], Any], Any]
_free: dict[str, list[Handler]] = {}  # containers that wait for work; warm ones stay for the next world


def _timeout_s(function: Function) -> int:
    match function:
        case Api():
            default = stages.API_TIMEOUT_S
        case Authorizer():
            default = stages.AUTHORIZER_TIMEOUT_S
        case Worker():
            default = stages.WORKER_TIMEOUT_S
        case Schedule():
            default = stages.SCHEDULE_TIMEOUT_S
        case Operator():
            default = stages.OPERATOR_TIMEOUT_S
        case _:
            default = stages.STREAM_TIMEOUT_S
    return function.timeout_s or default


TIMEOUT_S = {f"{domain.name}.{each.name}": _timeout_s(each) for domain in DOMAINS for each in domain.functions}


@dataclass
class Lambdas:
    """Starts runs. skew: draws how wrong the clock of a run's machine goes, in seconds."""

    loop: Loop
    story: Story
    skew: Callable[[], float]
    runs: int = 0
    killed: int = 0

    def invoke(self, function: str, event: dict[str, Any], done: Callable[[Outcome], None]) -> None:
        """Run it. `done` hears how it ended, in its time."""
        self.runs += 1
        waiting = _free.setdefault(function, [])
        container = waiting.pop() if waiting else _start(function)
        run = Process(self.loop, function, lambda: self._run(run, function, (container, waiting), event, done))
        run.deadline = self.loop.now + TIMEOUT_S[function]
        run.skew_s = self.skew()
        self.loop.after(0.0, run.switch)

    def _run(
        self,
        run: Process,
        function: str,
        its: tuple[Handler, list[Handler]],
        event: dict[str, Any],
        done: Callable[[Outcome], None],
    ) -> None:
        container, waiting = its  # and where it waits afterwards: with those of its version
        try:
            answer = container(event, None)
        except Killed:
            self.killed += 1
            self.story.happened(function, "was killed")
            self.loop.after(0.0, lambda: done(Outcome(None, failed=True)))
            return  # with its container
        except Exception as error:  # noqa: BLE001 - as the runtime does: whatever it is, the run failed
            self.story.happened(function, "failed", type(error).__name__)
            self.loop.after(0.0, lambda: done(Outcome(None, failed=True)))
        else:
            self.loop.after(0.0, lambda: done(Outcome(answer, is_troubled=run.is_troubled)))
        waiting.append(container)


def _start(function: str) -> Handler:
    """A container of its own: the handler's module, run anew."""
    name, code = _code(function)
    module = ModuleType(name)
    exec(code, module.__dict__)
    handler: Handler = module.handler
    return handler


def module_of(function: str) -> ModuleType:
    """The handler's module, as whoever looks at what it declares has it: `orders.admin_api`."""
    domain, name = function.split(".")
    return importlib.import_module(f"functions.{domain}.handlers.{name}")


@cache
def _code(function: str) -> tuple[str, CodeType]:
    domain, name = function.split(".")
    module = f"functions.{domain}.handlers.{name}"
    path = Path(str(importlib.import_module(module).__file__))
    return module, compile(path.read_text(), str(path), "exec", dont_inherit=True)


def forget_containers() -> None:
    """Let every container die: the code has changed."""
    _free.clear()
    _code.cache_clear()
