"""The way in and the way out: clients' requests over a bad network, Stripe's webhooks, our requests to Stripe."""

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from shared import clock
from shared.webhook_signature import sign
from tests.in_process import request_event, serving
from tests.simulation.calls import NoAnswer
from tests.simulation.dynamodb import AwsError
from tests.simulation.lambdas import Lambdas
from tests.simulation.loop import Loop, current
from tests.simulation.plumbing import Outcome, infra_says
from tests.simulation.story import Story
from tests.simulation.stripe import Lost
from tests.simulation.stripe.upset import upset
from tests.world import SECRETS, api_event

if TYPE_CHECKING:
    from tests.simulation.world import World

STAFF = "key_TEST"  # who those are that the gateway believes
CLIENT_TIMEOUT_S = 32.0  # a shopper's client waits a little longer than API Gateway does
DECISION_KEPT_S = float(infra_says.constants("api.py")["DECISION_KEPT_S"])

Answer = tuple[int, Any, Mapping[str, str]]  # status, body, headers


@dataclass
class Gateway:
    """Carries requests to the Lambda that serves their path."""

    loop: Loop
    lambdas: Lambdas
    story: Story
    under_way: int = 0
    decisions: dict[str, tuple[float, Mapping[str, str]]] = field(default_factory=dict)  # header → until when, and what

    @property
    def is_quiet(self) -> bool:
        """Whether no request is under way."""
        return self.under_way == 0

    def request(self, function: str, event: dict[str, Any]) -> tuple[int, str, Mapping[str, str]]:
        """The gateway's answer to a request: the Lambda's, or its own 500."""
        return _answer(self.run(function, event))

    def decision(self, authorization: str) -> Mapping[str, str] | None:
        """What the authorizer says of who shows this header, kept for a minute; None where it fails."""
        until, known = self.decisions.get(authorization, (0.0, {}))
        if self.loop.now < until:
            return known
        outcome = self.run("access.authorizer", {"identitySource": [authorization], "headers": {}})
        if outcome.failed:
            return None
        known = dict(outcome.answer["context"])
        self.decisions[authorization] = (self.loop.now + DECISION_KEPT_S, known)
        return known

    def run(self, function: str, event: dict[str, Any]) -> Outcome:
        """A run of a Lambda that its caller waits for."""
        caller = current()
        assert caller
        self.under_way += 1

        def done(outcome: Outcome) -> None:
            self.loop.after(0.002, lambda: caller.switch(outcome))

        self.lambdas.invoke(function, event, done)
        outcome: Outcome = caller.sleep()
        self.under_way -= 1
        return outcome

    def webhook(self, world: "World", event: Mapping[str, Any]) -> None:
        """One attempt of Stripe's to tell of an event, in its own time; twice, where the weather has it."""
        chance = self.loop.random
        climate = world.climate
        if chance.random() < climate.webhook_loss:
            self.story.happened("stripe", f"webhook {event['type']}", "✗ LOST")
            world.happened["webhook lost"] += 1
            return
        times = 1 + (chance.random() < climate.webhook_twice)
        for _ in range(times):
            delay = 0.05 + chance.expovariate(1.0)
            world.spawn("stripe", lambda: self._deliver(world, event), delay)

    def _deliver(self, world: "World", event: Mapping[str, Any]) -> None:
        raw = json.dumps(event)
        headers = {"Stripe-Signature": sign(raw.encode(), SECRETS["stripe_webhook_secret"], clock.now())}
        status, _, _ = self.request(
            "payments.stripe_webhook", api_event("POST", "/webhooks/stripe", raw, headers=headers)
        )
        self.story.happened("stripe", f"webhook {event['type']}", f"→ {status}")
        if 200 <= status < 300:
            world.stripe.delivered(event["id"])

    def ask_stripe(self, world: "World") -> Callable[..., tuple[int, str, Mapping[str, str]]]:
        """What the Stripe SDK sends its requests by: `ask(method, url, headers, body, timeout_s)`."""

        def ask(
            method: str, url: str, headers: Mapping[str, str], body: str, timeout_s: float
        ) -> tuple[int, str, Mapping[str, str]]:
            process = current()
            path = url.partition("://")[2].partition("/")[2]

            def effect(_operation: str, _request: Any) -> tuple[int, str, Mapping[str, str]]:
                return world.stripe.request(method, url, headers, body)

            if world.faults.is_on and world.loop.random.random() < world.climate.stripe_upset:
                trouble = upset(world.stripe.troubles, world.loop.random)
                world.happened[f"Stripe: {trouble}"] += trouble is not None
            if process is None:
                answer: tuple[int, str, Mapping[str, str]] = effect("", None)
                return answer
            operation = f"{method.upper()} {_shape(path.partition('?')[0])}"
            try:
                return world.calls.meet(process, "stripe", operation, body, effect, timeout_s)  # type: ignore[no-any-return]
            except NoAnswer:
                raise Lost from None
            except Lost:
                process.wait(timeout_s)
                raise
            except AwsError as error:
                status = 429 if error.status == 400 else 500
                return status, json.dumps({"error": {"type": "api_error", "message": error.message}}), {}

        return ask


def _answer(outcome: Outcome) -> tuple[int, str, Mapping[str, str]]:
    """The Lambda's answer, or the gateway's own 500."""
    if outcome.failed:
        return 500, '{"message":"Internal Server Error"}', {}
    answer = outcome.answer
    return answer["statusCode"], answer.get("body") or "", answer["headers"]


@cache
def _shape(path: str) -> str:
    return re.sub(r"/(?:pi|re|ch|evt|cus|pm)_[^/]+", "/<id>", "/" + path)


class Client:
    """Somebody with a browser or an integration, over a network that loses things.

    scopes: of staff whom the gateway believes without asking. principal: whom it asks the authorizer about, by what
    they show, `authorization`.
    """

    def __init__(self, world: "World", name: str, scopes: str | None = None, principal: str = "") -> None:
        self.world = world
        self.name = name
        self.scopes = scopes
        self.principal = principal or (STAFF if scopes else "")
        self.authorization = ""
        self.address = _address_of(name)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer | None:
        """The answer, or None where none came: then the request may have had its effect, or not."""
        world, chance = self.world, self.world.loop.random
        process = current()
        assert process
        event = self._event(method, path, body, headers)
        process.wait(0.02 + 0.05 * chance.random())
        if chance.random() < world.climate.net_loss:
            world.story.happened(self.name, f"{method} {path}", "✗ REQUEST LOST")
            process.wait(CLIENT_TIMEOUT_S)
            return None
        status, text, answer_headers = self._through(event)
        if chance.random() < world.climate.net_loss:
            world.story.happened(self.name, f"{method} {path}", "✗ ANSWER LOST")
            process.wait(CLIENT_TIMEOUT_S)
            return None
        answer: Any = json.loads(text) if text else {}
        if answer_headers.get("Idempotent-Replayed") and self.principal:
            world.commits.replays.add(answer_headers["Request-Id"])
        said = "" if status < 400 else f" {(answer.get('error') or {}).get('code', '')}"
        world.story.happened(self.name, f"{method} {path}", f"→ {status}{said}")
        world.happened[f"answer {status}{said}"] += 1
        return status, answer, answer_headers

    def sure(self, method: str, path: str, body: Any = None, tries: int = 8, **headers: str) -> Answer | None:
        """Ask again with the same key until there is an answer that is final, as good clients do."""
        process = current()
        assert process
        answer = None
        for attempt in range(tries):
            answer = self.ask(method, path, body, **headers)
            if answer and not is_passing(answer):
                return answer
            process.wait(min(2.0**attempt, 30.0) * (0.5 + self.world.loop.random.random()))
        return answer

    def _through(self, event: dict[str, Any]) -> tuple[int, str, Mapping[str, str]]:
        """By the authorizer, where there is something to show, to the Lambda that serves the path."""
        world = self.world
        if self.authorization:
            known = world.gateway.decision(self.authorization)
            if known is None:
                return _answer(Outcome(failed=True))
            event["requestContext"]["authorizer"] = {"lambda": dict(known)}
        outcome = world.gateway.run(serving(event["rawPath"]), event)
        status, text, headers = _answer(outcome)
        if self.principal and "Request-Id" in headers:
            world.commits.sent[headers["Request-Id"]] = self.principal
            if 400 <= status < 500 and not outcome.is_troubled:
                world.commits.refused.add(headers["Request-Id"])
        return status, text, headers

    def _event(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        raw = body if body is None or isinstance(body, str) else json.dumps(body)
        more: dict[str, Any] = {"scopes": self.scopes} if self.scopes else {}
        return request_event(method, path, raw, headers, ip=self.address, **more)


def _address_of(name: str) -> str:
    """An address of their own for everybody."""
    return f"2001:db8:{zlib.crc32(name.encode()) >> 16:x}:{zlib.crc32(name.encode()) & 0xFFFF:x}::1"


PASSING = ("busy", "idempotency_in_progress", "product_being_written")


def is_passing(answer: Answer) -> bool:
    """Whether the answer says to ask again."""
    status, body, _ = answer
    code = (body.get("error") or {}).get("code") if isinstance(body, dict) else None
    return status >= 500 or (status == 409 and code in PASSING)
