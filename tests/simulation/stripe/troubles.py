"""What goes wrong inside Stripe, switched on for the next call that matches or for a while."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Literal

from local.stripe_double import refunds, routes
from local.stripe_double.answers import Answer, Request
from local.stripe_double.callers import refusal
from local.stripe_double.errors import key_in_use
from local.stripe_double.faults import Faults
from local.stripe_double.state import Json, World
from tests.simulation.stripe.lost import Lost

Refusal = Literal["error_409", "rate_limit", "lock_timeout"]


class Troubles:
    """Each is of a call such as `refunds.create`, or of a pattern such as `payment_intents.*`."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world, self._faults = world, faults
        self._slow: list[tuple[str, float]] = []  # (call, seconds) for the next ones
        self._failing: list[tuple[float, str]] = []  # (seconds, reason) for the next refunds
        self._running: set[str] = set()  # idempotency keys of slow calls
        self._down: list[str] = []  # ids of the faults that have an end

    def break_with_cached_500(self, call: str = "*.create", *, effect: bool = True) -> None:
        """The next call ends in a 500, with or without its effect; Stripe keeps that answer under the call's key."""
        self._switch(fault="error_500", call=call, effect=effect)

    def refuse(self, call: str = "*", why: Refusal = "rate_limit", times: int = 1) -> None:
        """The next calls are refused before anything happens: 409 `idempotency_key_in_use`, or a 429."""
        if why == "error_409":
            self._switch(fault=why, call=call, times=times)
        else:
            self._switch(fault="error_429", code=why, call=call, times=times)

    def go_down(self, seconds: float, call: str = "*") -> None:
        """Every call is answered by 503 for so long."""
        fault = self._switch(fault="down", call=call)
        self._down.append(fault)
        self._world.later(lambda: self._come_back(fault), seconds)

    def slow_down(self, call: str, seconds: float) -> None:
        """The next POST is worked on for longer than anybody waits: its caller hears nothing, its effect comes then.

        Its key is in use meanwhile, and has the answer afterwards.
        """
        self._slow.append((call, seconds))

    def fail_next_refund(self, after_s: float, reason: str = "expired_or_canceled_card") -> None:
        """The next refund made succeeds first and fails so much later; its money comes back."""
        self._failing.append((after_s, reason))

    def waiting(self) -> int:
        """How many are switched on and have not struck as often as they may."""
        self._faults.drop_spent()
        return len(self._faults.listed()) + len(self._slow) + len(self._failing)

    def end(self) -> None:
        """Nothing goes wrong from now on; a slow call still comes to its end."""
        self._faults.remove()
        for each in (self._slow, self._failing, self._down):
            each.clear()

    def image(self) -> tuple[str, ...]:
        """What is switched on."""
        return tuple(map(repr, (self._faults.listed(), self._slow, self._failing, sorted(self._running))))

    def hold(self, asked: Request, answer: Callable[[Request], Answer]) -> Answer | None:
        """The 409 of a key that is in use, None for a call that is not slow. Raises Lost for one that is."""
        key = asked.headers.get("idempotency-key", "")
        if key in self._running:
            return refusal(key_in_use(key)).with_headers({"Request-Id": self._world.new_id("req")})
        seconds = self._slowness(asked) if self._slow else None
        if seconds is None:
            return None
        if key:
            self._running.add(key)
        self._world.later(lambda: self._finish(asked, key, answer), seconds)
        raise Lost

    def heard(self, event: Json) -> None:
        """Plan the failure of a new refund, where that was asked for."""
        if self._failing and event["type"] == "refund.created":
            after_s, reason = self._failing.pop(0)
            refund = self._world.get("refunds", event["data"]["object"]["id"])
            self._world.later(lambda: _fail(self._world, refund, reason), after_s)

    def _switch(self, **wish: object) -> str:
        self._faults.drop_spent()
        return str(self._faults.add(wish)["id"])

    def _come_back(self, fault: str) -> None:
        if fault in self._down:
            self._down.remove(fault)
            self._faults.remove(fault)

    def _slowness(self, asked: Request) -> float | None:
        found = routes.find(asked.method, asked.path) if asked.method == "POST" else None
        for place, (call, seconds) in enumerate(self._slow):
            if found and fnmatchcase(found[0].operation, call):
                del self._slow[place]
                return seconds
        return None

    def _finish(self, asked: Request, key: str, answer: Callable[[Request], Answer]) -> None:
        self._running.discard(key)
        try:
            answer(asked)
        except Lost:  # another trouble took an answer that nobody waits for
            return


def _fail(world: World, refund: Json, reason: str) -> None:
    if refund["status"] not in refunds.GONE:
        refunds.finish(world, refund, reason)
