"""API Gateway as the plan sets it up: which Lambda serves a path, and the authorizer in front of staff's."""

import importlib
from dataclasses import dataclass, field
from typing import Any

from infra.domains import DOMAINS
from infra.plan import Api, Authorizer
from shared import clock
from tests.security.doors import Answer, knock

DEFAULT = "$default"
DECISION_KEPT_S = 60  # as the template is held to in tests/infra/test_http_api.py
UNAUTHORIZED = Answer(401, '{"message":"Unauthorized"}', {"content-type": "application/json"})
FORBIDDEN = Answer(403, '{"message":"Forbidden"}', {"content-type": "application/json"})


@dataclass
class Gateway:
    """The door that everybody comes through; it keeps each decision of the authorizer for a while."""

    decisions: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)  # (until, decision) by header

    def knock(self, method: str, path: str, raw: bytes, headers: dict[str, str], query: dict[str, str]) -> Answer:
        """What a client gets for its request."""
        serving, is_admin = _serving(path)
        more: dict[str, Any] = {"headers": headers, "query": query}
        if is_admin:
            shown = next((value for name, value in headers.items() if name.lower() == "authorization"), "")
            if not shown:
                return UNAUTHORIZED  # without its identity source API Gateway asks nobody
            decision = self._decide(shown, path)
            if not decision["isAuthorized"]:
                return FORBIDDEN
            more |= decision["context"]
        return knock(_handler(serving), method, path, raw, **more)

    def _decide(self, shown: str, path: str) -> dict[str, Any]:
        until, decision = self.decisions.get(shown, (0.0, {}))
        if clock.source() >= until:
            event = {"version": "2.0", "type": "REQUEST", "identitySource": [shown], "rawPath": path}
            decision = _handler(_authorizer())(event | {"headers": {"authorization": shown}}, None)
            self.decisions[shown] = (clock.source() + DECISION_KEPT_S, decision)
        return decision


def is_of_gateway(answer: Answer) -> bool:
    """Whether API Gateway itself answered, and no Lambda of ours was asked."""
    return answer in (UNAUTHORIZED, FORBIDDEN)


def _serving(path: str) -> tuple[str, bool]:
    """The Lambda that serves a path, and whether it is behind the authorizer."""
    for domain in DOMAINS:
        for plan in domain.functions:
            if isinstance(plan, Api):
                is_below = any(path == prefix or path.startswith(f"{prefix}/") for prefix in plan.serves)
                if is_below or path in plan.serves_exactly:
                    return f"{domain.name}.{plan.name}", plan.is_admin
    return _serving(DEFAULT)


def _authorizer() -> str:
    [name] = [f"{each.name}.{plan.name}" for each in DOMAINS for plan in each.functions if isinstance(plan, Authorizer)]
    return name


def _handler(function: str) -> Any:
    domain, name = function.split(".")
    return importlib.import_module(f"functions.{domain}.handlers.{name}").handler
