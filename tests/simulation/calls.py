"""Every call out of a Lambda: wait → fault before? → effect → wait → fault after? → answer.

What the AWS SDK does between a client's call and the wire, its retries, is done here for the fast path as it does it
(botocore's standard mode); `wire.py` has the other path, through botocore itself, and a test holds both equal.
"""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, NoReturn

from botocore.exceptions import ClientError, ReadTimeoutError

from shared.aws import CONFIG
from tests.simulation.dynamodb import AwsError, conflict, internal_error, throttled
from tests.simulation.faults import Fault, Faults
from tests.simulation.loop import Loop, Process, current
from tests.simulation.story import Story
from tests.simulation.stripe.lost import Lost

Service = Callable[[str, Mapping[str, Any]], Any]  # (operation, request) → answer; raises AwsError

TRIES = int(CONFIG.retries["total_max_attempts"])
READ_TIMEOUT_S = float(CONFIG.read_timeout)
BACKOFF_S = {"dynamodb": 0.025}  # before the second try; doubles; the other services wait twice as long
THROTTLED_BACKOFF_S = 1.0
BACKOFF_MAX_S = 20.0
THROTTLING = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "TooManyRequestsException",
        "SlowDown",
    }
)
RETRIED_STATUS = frozenset({500, 502, 503, 504})


class NoAnswer(Exception):
    """The caller waited in vain."""


@dataclass(frozen=True, slots=True)
class _Call:
    process: Process
    place: str
    service: str
    operation: str
    request: Any
    effect: Service
    timeout_s: float

    def wait_in_vain(self) -> NoReturn:
        self.process.wait(self.timeout_s)
        raise NoAnswer


class Calls:
    """The wire of a world. services: by the SDK's names, such as `dynamodb`."""

    def __init__(self, loop: Loop, services: Mapping[str, Service], faults: Faults, story: Story) -> None:
        self.loop = loop
        self.services = services
        self.faults = faults
        self.story = story
        self.by_lambda: dict[tuple[str, str, str], int] = {}  # (Lambda, service, operation): how often

    def through_sdk(self, service: str, operation: str, request: dict[str, Any]) -> Any:
        """The call as a client of botocore's makes it, retries and all. Raises its exceptions."""
        process = current()
        for attempt in range(1, TRIES + 1):
            base_s = BACKOFF_S.get(service, 0.05)
            try:
                return self.attempt(service, operation, request)
            except NoAnswer:
                if attempt == TRIES:
                    raise ReadTimeoutError(endpoint_url=service) from None
            except AwsError as error:
                if attempt == TRIES or not (error.status in RETRIED_STATUS or error.code in THROTTLING):
                    raise client_error(error, operation) from None
                base_s = THROTTLED_BACKOFF_S if error.code in THROTTLING else base_s
            if process:
                process.wait(self.loop.random.random() * min(base_s * 2 ** (attempt - 1), BACKOFF_MAX_S))
        raise AssertionError("the last try returns or raises")

    def attempt(self, service: str, operation: str, request: Mapping[str, Any]) -> Any:
        """One request on the wire. Raises NoAnswer, AwsError, and Killed where the caller's machine dies."""
        process = current()
        effect = self.services[service]
        if process is None:  # a look from outside of the world: an invariant's
            return effect(operation, request)
        return self.meet(process, service, operation, request, effect)

    def meet(
        self,
        process: Process,
        service: str,
        operation: str,
        request: Any,
        effect: Service,
        timeout_s: float = READ_TIMEOUT_S,
    ) -> Any:
        """The request and what befalls it."""
        call = _Call(process, place_of(process), service, operation, request, effect, timeout_s)
        process.wait(0.001 + 0.004 * self.loop.random.random())
        fault = self.faults.decide(call.place, operation)
        if fault is None:
            return self._do(call)
        process.is_troubled = True
        self.story.fault(process.name, call.place, operation, fault)
        if fault is Fault.CRASH_BEFORE:
            process.kill()
        elif fault is Fault.THROTTLED:
            raise throttled()
        elif fault is Fault.CONFLICT:
            raise conflict(request, self.loop.random.randrange(100))
        elif fault is Fault.BROKEN_BEFORE:
            raise internal_error()
        elif fault is Fault.REQUEST_LOST:
            call.wait_in_vain()
        elif fault is Fault.LATE:
            self._later(call)
            call.wait_in_vain()
        return self._done_but(fault, call)

    def _done_but(self, fault: Fault, call: _Call) -> Any:
        """The service has done it, or refused it; then something happens to its answer."""
        try:
            answer, refusal = self._do(call), None
        except AwsError as error:
            answer, refusal = None, error
        if fault is Fault.CRASH_AFTER:
            call.process.kill()
        elif fault is Fault.BROKEN_AFTER and not refusal:
            raise internal_error()
        elif fault is Fault.ANSWER_LOST:
            call.wait_in_vain()
        elif fault is Fault.SLOW:
            call.process.wait(2 * self.loop.random.random())
        if refusal:
            raise refusal
        return answer

    def _do(self, call: _Call) -> Any:
        key = (call.process.name, call.service, call.operation)
        self.by_lambda[key] = self.by_lambda.get(key, 0) + 1
        try:
            answer = call.effect(call.operation, call.request)
        except AwsError as error:
            self._tell(call, error)
            raise
        self._tell(call, answer)
        call.process.wait(0.001 + 0.002 * self.loop.random.random())
        return answer

    def _later(self, call: _Call) -> None:
        def arrive() -> None:
            try:
                answer = call.effect(call.operation, call.request)
            except (AwsError, Lost) as error:
                answer = error
            self._tell(call, answer, " (late)")

        self.loop.after(0.5 + 6 * self.loop.random.random(), arrive)

    def _tell(self, call: _Call, answer: Any, how: str = "") -> None:
        self.story.call(call.process.name, call.place, call.operation + how, call.request, answer)


def client_error(error: AwsError, operation: str) -> ClientError:
    """The error as botocore raises it."""
    return ClientError(
        {
            "Error": {"Code": error.code, "Message": error.message},
            "ResponseMetadata": {"HTTPStatusCode": error.status},
            **error.fields,
        },
        operation,
    )


INSIDE = re.compile(r"\.<(locals|listcomp|setcomp|dictcomp)>")  # Python 3.12 and newer do without the latter three
_named: dict[CodeType, str | None] = {}  # code → the place it is, None where it is nobody's own


def place_of(process: Process) -> str:
    """Where in the shop's own code the call is made: `orders.store_api complete_cart._commit`."""
    frame: FrameType | None = sys._getframe(2)
    while frame:
        code = frame.f_code
        try:
            name = _named[code]
        except KeyError:
            name = _named[code] = _name(code)
        if name:
            return f"{process.name} {name}"
        frame = frame.f_back
    return process.name


def _name(code: CodeType) -> str | None:
    path = code.co_filename
    if "/functions/" in path and "/handlers/" not in path and not path.endswith("/stripe_api.py"):
        return f"{path.rsplit('/', 1)[-1][:-3]}.{INSIDE.sub('', code.co_qualname)}"
    if "/shared/" in path and path.endswith(("/outbox.py", "/queue.py", "/secret.py")):
        return f"{path.rsplit('/', 1)[-1][:-3]}.{INSIDE.sub('', code.co_qualname)}"
    return None
