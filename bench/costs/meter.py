"""Counts what each run of a Lambda asks for, and how long the processor works on it while nothing else does."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.metrics import MetricUnit

from bench.costs.causes import cause_of
from shared import clock, telemetry
from tests.simulation.calls import Service
from tests.simulation.lambdas import Lambdas
from tests.simulation.loop import Process, current
from tests.simulation.plumbing import Outcome
from tests.simulation.wire import WireSession
from tests.simulation.world import World

ENTRY_BYTES = 64 * 1024  # EventBridge bills an entry for each 64 KB begun


@dataclass
class Run:
    """One run of a Lambda. cause: its route, the types it hears or publishes, or `tick`."""

    function: str
    cause: str
    status: int | None = None  # of a request's answer
    calls: Counter[str] = field(default_factory=Counter)  # `BatchGetItem`, `PutEvents`, `POST /v1/payment_intents`
    read_units: float = 0.0
    write_units: float = 0.0
    event_rows: int = 0  # said: written into an outbox
    entries: int = 0  # of PutEvents, in units of 64 KB
    messages: int = 0  # of a queue, that woke it
    records: int = 0  # of a stream, that woke it
    stripe: int = 0
    mails: int = 0
    files: int = 0  # written to S3
    log_bytes: int = 0
    cpu_s: float = 0.0  # the code's and the SDK's own, services left out

    @property
    def is_request(self) -> bool:
        """Whether a client waits for it."""
        return self.cause.startswith(("GET ", "POST ", "PUT ", "PATCH ", "DELETE "))


class Meter:
    """All runs since it was put into a world, in the order they began."""

    def __init__(self, living: World) -> None:
        self.runs: list[Run] = []
        self._living = living
        self._of: dict[Process, Run] = {}
        self._since: float | None = None  # processor seconds, when the running code went on; None while none does

    @property
    def is_going(self) -> bool:
        """Whether a run's time runs."""
        return self._since is not None

    def begin(self, process: Process, function: str, event: Mapping[str, Any]) -> Run:
        """A run begins."""
        records = event.get("Records", ())
        run = Run(function, cause_of(event))
        if records:
            run.messages, run.records = (len(records), 0) if "body" in records[0] else (0, len(records))
        self.runs.append(run)
        self._of[process] = run
        return run

    def end(self, process: Process) -> None:
        """It is over."""
        del self._of[process]

    def going(self, process: Process, work: Callable[[], Any]) -> Any:
        """Let code run, on its run's time."""
        self._since = time.thread_time()
        try:
            return work()
        finally:
            self._of[process].cpu_s += time.thread_time() - self._since
            self._since = None

    def stopped(self, work: Callable[[], Any]) -> Any:
        """Let others work, off the running run's time."""
        process = current()
        if self._since is None or process is None:
            return work()
        self._of[process].cpu_s += time.thread_time() - self._since
        self._since = None
        try:
            return work()
        finally:
            self._since = time.thread_time()

    def called(self, process: Process, service: str, operation: str, request: Any) -> None:
        """A call had its effect."""
        run = self._of.get(process)
        if run is None:
            return
        run.calls[operation] += 1
        if service == "dynamodb":
            self._spent(run, operation, request)
        elif service == "events":
            run.entries += sum(-(-len(each["Detail"]) // ENTRY_BYTES) for each in request["Entries"])
        run.stripe += service == "stripe"
        run.mails += service == "ses"
        run.files += operation == "PutObject"

    def _spent(self, run: Run, operation: str, request: Any) -> None:
        for reads, writes in self._living.db.consumed.values():
            run.read_units += reads
            run.write_units += writes
        puts = [each["Put"] for each in request.get("TransactItems", ()) if "Put" in each]
        items = [request["Item"]] if operation == "PutItem" else [put["Item"] for put in puts]
        run.event_rows += sum("unsent" in item for item in items)

    def write(self, text: str) -> int:
        """Something was logged: this stands where the output does."""
        process = current()
        run = self._of.get(process) if process else None
        if run is not None:
            run.log_bytes += len(text.encode())
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


class MeteredLambdas(Lambdas):
    """Lambdas whose runs are measured."""

    meter: Meter

    def _run(
        self, run: Process, function: str, its: Any, event: dict[str, Any], done: Callable[[Outcome], None]
    ) -> None:
        noted = self.meter.begin(run, function, event)

        def ended(outcome: Outcome) -> None:
            if isinstance(outcome.answer, dict):
                noted.status = outcome.answer.get("statusCode")
            done(outcome)

        self.meter.going(run, lambda: super(MeteredLambdas, self)._run(run, function, its, event, ended))
        self.meter.end(run)


@contextmanager
def metered(living: World) -> Iterator[Meter]:
    """A meter in the world, and in the place of its output."""
    meter = Meter(living)
    meet, send = living.calls.meet, WireSession._send
    add, level = telemetry.metrics.add_metric, telemetry.logger.log_level

    def counted_meet(
        process: Process, service: str, operation: str, request: Any, effect: Service, *more: Any, **named: Any
    ) -> Any:
        def counted(operation: str, request: Any) -> Any:
            answer = effect(operation, request)
            meter.called(process, service, shown, request)
            return answer

        shown = operation
        return meter.stopped(lambda: meet(process, service, operation, request, counted, *more, **named))

    lambdas = MeteredLambdas(living.loop, living.story, lambda: 0.0)
    lambdas.meter = meter
    living.lambdas = living.gateway.lambdas = lambdas
    with ExitStack() as stack:
        enter = stack.enter_context
        enter(patch.object(living.calls, "meet", counted_meet))
        enter(patch.object(clock, "pause", lambda seconds: meter.stopped(lambda: living.pause(seconds))))
        enter(patch.object(WireSession, "_send", lambda *args: meter.stopped(lambda: send(*args))))
        enter(patch.object(telemetry, "count", lambda what, how_many=1: add(what, MetricUnit.Count, how_many)))
        enter(patch.object(telemetry.logger.registered_handler, "stream", meter))
        enter(redirect_stdout(meter))
        telemetry.logger.setLevel("INFO")
        yield meter
    telemetry.logger.setLevel(level)
