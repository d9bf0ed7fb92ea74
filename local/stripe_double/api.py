"""One call of Stripe's API from arrival to answer: key, faults, idempotency, parameters, execution."""

import sys
import threading
import traceback
from collections.abc import Callable

from local.stripe_double import expand, forms, params, routes
from local.stripe_double.answers import Answer, Hangup, Request, json_answer
from local.stripe_double.callers import Caller, caller, for_client, refusal
from local.stripe_double.calls import Calls
from local.stripe_double.errors import StripeError, server_error, unrecognized
from local.stripe_double.faults import Fault, Faults, Point, refuse
from local.stripe_double.forms import Form
from local.stripe_double.idempotency import Keys
from local.stripe_double.payment_intents import check_secret
from local.stripe_double.routes import Endpoint
from local.stripe_double.state import API_VERSION, Asked, Json, Stamp, World


class Api:
    """Answers requests under /v1."""

    def __init__(self, world: World, stopping: threading.Event) -> None:
        self._world = world
        self._stopping = stopping
        self.reset()

    def reset(self) -> None:
        """Forget keys, faults and counts."""
        with self._world.lock:
            self.keys = Keys()
            self.faults = Faults()
            self.calls = Calls()

    def answer(self, request: Request) -> Answer:
        """The answer to one request. Raises Hangup where a fault closes the connection instead."""
        request_id = self._world.new_id("req")
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        headers = {"Request-Id": request_id, "Stripe-Version": request.headers.get("stripe-version", API_VERSION)}
        if key is not None:
            headers["Idempotency-Key"] = key
        found = routes.find(request.method, request.path)
        if found is None:
            return refusal(unrecognized(request.method, request.path)).with_headers(headers)
        call = _Call(self, request, *found, request_id, key)
        try:
            answer = call.run()
        except StripeError as error:
            answer = refusal(error)
        except Hangup:
            self._log(call, None)
            raise
        self._log(call, answer.status)
        return answer.with_headers(headers)

    def _log(self, call: "_Call", status: int | None) -> None:
        with self._world.lock:
            self.calls.ended(call.endpoint.operation, call.request.path, call.request_id, call.key, status)

    def strike(self, operation: str, point: Point) -> list[Fault]:
        """The faults that strike here, counted."""
        with self._world.lock:
            faults = self.faults.striking(operation, point)
            for fault in faults:
                self.calls.count("faulted", f"{operation}:{fault.fault}")
            return faults

    def sleep(self, seconds: float) -> None:
        """Be slow, but never longer than the double runs."""
        self._stopping.wait(seconds)

    def broken(self, _error: Exception) -> Exception:
        """The double itself failed: say so loudly, and let the caller see a 500."""
        traceback.print_exc(file=sys.stderr)
        return StripeError(500, "The Stripe double failed; its standard error says why.", type_="api_error")

    def execute(self, call: "_Call", run: Callable[[], Answer]) -> Answer:
        """Run an endpoint alone and write its answer down before anything changes; its events are stamped."""
        with self._world.lock:
            self.calls.count("executed", call.endpoint.operation)
            self._world.stamp = Stamp(call.request_id, call.key)
            try:
                return run()
            finally:
                self._world.stamp = Stamp()

    @property
    def world(self) -> World:
        """The state behind this API."""
        return self._world


class _Call:
    """One request on its way through."""

    def __init__(
        self, api: Api, request: Request, endpoint: Endpoint, object_id: str, request_id: str, key: str | None
    ) -> None:
        self.api, self.request, self.endpoint, self.object_id = api, request, endpoint, object_id
        self.request_id, self.key = request_id, key

    def run(self) -> Answer:
        """The whole call. Raises StripeError for what was refused before execution, Hangup for lost requests."""
        operation = self.endpoint.operation
        with self.api.world.lock:
            self.api.calls.count("received", operation)
        fields = self._fields()
        form = forms.nest(fields)
        who = caller(self.request, form, self.endpoint)
        for fault in self.api.strike(operation, Point.ARRIVING):
            refuse(fault, self.key or "")
        answer = self._once(fields, form, who)
        if self.api.strike(operation, Point.ANSWERING):
            raise Hangup
        return answer

    def _fields(self) -> list[tuple[str, str]]:
        fields = forms.pairs(self.request.query) if self.request.query else []
        if self.request.method == "POST":
            fields += forms.pairs(self.request.body.decode("utf-8", errors="replace"))
        return fields

    def _once(self, fields: list[tuple[str, str]], form: Form, who: Caller) -> Answer:
        """Execute, unless the key says it was done before."""
        if self.key is None:
            return self._attempt(form, who)
        world, keys = self.api.world, self.api.keys
        with world.lock:
            saved = keys.claim(self.key, self.request.path, repr(sorted(fields)), self.request_id, world.time())
            if saved is not None:
                self.api.calls.count("replayed", self.endpoint.operation)
                return saved
        try:
            answer = self._attempt(form, who)
        except BaseException:
            with world.lock:
                keys.forget(self.key)
            raise
        with world.lock:
            keys.keep(self.key, answer)
        return answer

    def _attempt(self, form: Form, who: Caller) -> Answer:
        """Check the parameters, run the endpoint, and answer: also what execution itself refused."""
        spoken = params.read(self.endpoint.params, form, self.endpoint.required)
        spoken.pop("key", None)
        paths = expand.check(spoken.pop("expand", []))
        if who is Caller.CLIENT and self.object_id:
            with self.api.world.lock:
                check_secret(self.api.world, self.object_id, spoken.get("client_secret"))
        try:
            return self._executed(spoken, paths, who)
        except StripeError as error:
            if not error.saved:
                raise
            return refusal(error, who)
        except Hangup:
            raise
        except Exception as error:  # noqa: BLE001 — a fault of the double itself
            raise self.api.broken(error) from None

    def _executed(self, spoken: Json, paths: list[list[str]], who: Caller) -> Answer:
        failing = self._struck()
        if failing is not None and not failing.effect:
            raise server_error()
        world = self.api.world

        def run() -> Answer:
            content = expand.expanded(world, self.endpoint.run(Asked(world, spoken, self.object_id)), paths)
            return json_answer(200, for_client(content) if who is Caller.CLIENT else content)

        try:
            answer = self.api.execute(self, run)
        except StripeError as error:
            if failing is None or not error.saved:
                raise
        if failing is not None:
            raise server_error()
        return answer

    def _struck(self) -> Fault | None:
        """Wait where a fault says so; the fault that turns the answer into a 500, if any."""
        failing = None
        for fault in self.api.strike(self.endpoint.operation, Point.EXECUTING):
            if fault.fault == "slow":
                self.api.sleep(fault.slow_s)
            else:
                failing = fault
        return failing
