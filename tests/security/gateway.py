"""The edge and API Gateway as the plan sets them up: which Lambda serves a path, and the authorizer before staff's."""

import importlib
from dataclasses import dataclass, field
from typing import Any

from infra.domains import DOMAINS
from infra.plan import Api, Authorizer
from shared import clock
from tests.security.doors import Answer, knock

DEFAULT = "$default"
DECISION_KEPT_S = 60  # as the template is held to in tests/infra/test_http_api.py
NOTHING_SHOWN = "none"  # what the edge puts in the place of a header that is not there


@dataclass
class Gateway:
    """The door that everybody comes through; it keeps each decision of the authorizer for a while."""

    decisions: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)  # (until, decision) by header

    def knock(self, method: str, path: str, raw: bytes, headers: dict[str, str], query: dict[str, str]) -> Answer:
        """What a client gets for its request."""
        serving, is_admin = _serving(path)
        more: dict[str, Any] = {"headers": headers, "query": query}
        if is_admin:
            shown = next((value for name, value in headers.items() if name.lower() == "authorization"), NOTHING_SHOWN)
            decision = self._decide(shown, path)
            assert decision["isAuthorized"], "everybody comes through, whoever is nobody as nobody"
            if known := decision["context"]:
                more |= {"key_id": known["principal"], "scopes": known["scopes"], "allowed_ips": known["allowed_ips"]}
                more |= {"locations": known.get("locations", "")}
        return knock(_handler(serving), method, path, raw, **more)

    def _decide(self, shown: str, path: str) -> dict[str, Any]:
        until, decision = self.decisions.get(shown, (0.0, {}))
        if clock.source() >= until:
            event = {"version": "2.0", "type": "REQUEST", "identitySource": [shown], "rawPath": path}
            decision = _handler(_authorizer())(event | {"headers": {"authorization": shown}}, None)
            self.decisions[shown] = (clock.source() + DECISION_KEPT_S, decision)
        return decision


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
