"""The double's own calls under /_double: look inside, reset, break things, play the shopper and the bank."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict

from local.stripe_double import refunds, wishes
from local.stripe_double.answers import Answer, Request, json_answer
from local.stripe_double.api import Api
from local.stripe_double.checkout_payment import pay
from local.stripe_double.confirmation import authenticated, end_processing
from local.stripe_double.errors import StripeError
from local.stripe_double.lifecycle import Status
from local.stripe_double.memory import remembered
from local.stripe_double.state import Json, World
from local.stripe_double.webhook_control import WebhookControl
from local.stripe_double.webhooks import Courier
from local.stripe_double.wishes import BadWish, Wish

MAX_SHIFT_S = 10 * 366 * 86_400.0  # ten years of virtual time a call

Act = Callable[[Wish], Json]


class Control:
    """Answers requests under /_double. Every answer is JSON; a call that makes no sense is a 400 with a sentence."""

    def __init__(self, world: World, api: Api, courier: Courier) -> None:
        self._world, self._api, self._courier = world, api, courier
        routes: list[tuple[str, str, Act]] = [
            ("GET", "health", lambda _: {"ok": True}),
            ("POST", "reset", self._reset),
            ("GET", "state", self._state),
            ("GET", "state/{id}", self._state_of),
            ("GET", "memory", self._memory),
            ("GET", "calls", self._calls),
            ("GET", "faults", self._faults),
            ("POST", "faults", self._add_fault),
            ("DELETE", "faults", self._remove_faults),
            ("DELETE", "faults/{id}", self._remove_fault),
            ("GET", "clock", self._clock),
            ("POST", "clock", self._advance),
            ("GET", "settings", self._settings),
            ("POST", "settings", self._set),
            ("POST", "payment_intents/{id}/authenticate", self._authenticate),
            ("POST", "payment_intents/{id}/settle", self._settle),
            ("POST", "refunds/{id}/settle", self._settle_refund),
            ("POST", "checkout/sessions/{id}/pay", self._pay),
            *WebhookControl(world, courier).routes(),
        ]
        self._routes = [
            (method, re.compile(path.replace("{id}", "(?P<id>[^/]+)") + "$"), act) for method, path, act in routes
        ]

    def answer(self, request: Request) -> Answer:
        """The answer to one control call."""
        try:
            body = json.loads(request.body or b"{}")
            if not isinstance(body, dict):
                raise BadWish("the body must be a JSON object")
            return json_answer(200, self.act(request.method, request.path.removeprefix("/_double/"), body))
        except LookupError as error:
            return json_answer(404, {"error": f"No such call or object: {error.args[0]}"})
        except (BadWish, StripeError, ValueError, TypeError) as error:
            return json_answer(400, {"error": wishes.sentence(error)})

    def act(self, method: str, path: str, body: Json) -> Json:
        """Do what a control call says. Raises LookupError, BadWish, StripeError, ValueError or TypeError."""
        for known, pattern, act in self._routes:
            match = pattern.match(path)
            if match and known == method:
                return act(Wish(body, match.groupdict().get("id", "")))
        raise LookupError(f"{method} /_double/{path}")

    def _reset(self, wish: Wish) -> Json:
        wishes.only(wish.body)
        self._world.reset()
        self._api.reset()
        self._courier.reset()
        return {"ok": True}

    def _state(self, _: Wish) -> Json:
        with self._world.lock:
            tables = json.loads(json.dumps(self._world.tables))
            return {**tables, "idempotency_keys": self._api.keys.summary(), "now": self._world.now()}

    def _state_of(self, wish: Wish) -> Json:
        with self._world.lock:
            return {wish.id: json.loads(json.dumps(self._world.tables[wish.id]))}

    def _memory(self, _: Wish) -> Json:
        with self._world.lock:
            whole: Json = json.loads(json.dumps(remembered(self._world, self._api.keys)))
            return whole

    def _calls(self, _: Wish) -> Json:
        with self._world.lock:
            return self._api.calls.summary()

    def _faults(self, _: Wish) -> Json:
        with self._world.lock:
            return {"faults": self._api.faults.listed()}

    def _add_fault(self, wish: Wish) -> Json:
        with self._world.lock:
            return self._api.faults.add(wish.body)

    def _remove_faults(self, _: Wish) -> Json:
        with self._world.lock:
            self._api.faults.remove()
            return {"faults": []}

    def _remove_fault(self, wish: Wish) -> Json:
        with self._world.lock:
            self._api.faults.remove(wish.id)
            return {"faults": self._api.faults.listed()}

    def _clock(self, _: Wish) -> Json:
        return {"now": self._world.now(), "shift_s": self._world.shift_s}

    def _advance(self, wish: Wish) -> Json:
        wishes.only(wish.body, "advance_s")
        self._world.advance(wishes.number(wish.body, "advance_s", 0, MAX_SHIFT_S))
        return self._clock(wish)

    def _settings(self, _: Wish) -> Json:
        return asdict(self._world.settings)

    def _set(self, wish: Wish) -> Json:
        wishes.only(wish.body, "async_delay_s", "search_lag_s")
        with self._world.lock:
            for name in wish.body:
                setattr(self._world.settings, name, wishes.number(wish.body, name, 0, MAX_SHIFT_S))
            return asdict(self._world.settings)

    def _authenticate(self, wish: Wish) -> Json:
        wishes.only(wish.body, "outcome")
        with self._world.lock:
            intent = self._intent(wish.id, Status.REQUIRES_ACTION)
            authenticated(self._world, intent, succeeds=wishes.outcome(wish.body))
            return dict(intent)

    def _settle(self, wish: Wish) -> Json:
        wishes.only(wish.body, "outcome")
        with self._world.lock:
            intent = self._intent(wish.id, Status.PROCESSING)
            end_processing(self._world, intent, succeeds=wishes.outcome(wish.body))
            return dict(intent)

    def _intent(self, intent_id: str, status: Status) -> Json:
        intent = self._world.tables["payment_intents"][intent_id]
        if intent["status"] != status:
            raise BadWish(f"{intent_id} is {intent['status']}, not {status}")
        return intent

    def _settle_refund(self, wish: Wish) -> Json:
        wishes.only(wish.body, "outcome", "failure_reason")
        with self._world.lock:
            refund = self._world.tables["refunds"][wish.id]
            succeeds = wishes.outcome(wish.body)
            if refund["status"] in refunds.GONE or (succeeds and refund["status"] != "pending"):
                raise BadWish(f"{wish.id} is {refund['status']} already")
            reason = None if succeeds else str(wish.body.get("failure_reason", "expired_or_canceled_card"))
            refunds.finish(self._world, refund, reason)
            return dict(refund)

    def _pay(self, wish: Wish) -> Json:
        wishes.only(wish.body, "payment_method", "number", "email")
        with self._world.lock:
            session = self._world.tables["checkout_sessions"][wish.id]
            intent = pay(self._world, session, **wish.body)
            return {"session": dict(session), "payment_intent": dict(intent)}
