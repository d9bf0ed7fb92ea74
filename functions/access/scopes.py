"""Scopes: what a key or a role may do, and which scope carries which."""

from collections.abc import Iterable

from shared.errors import Invalid

SCOPES = (
    "products:read",
    "products:write",
    "inventory:read",
    "inventory:write",
    "orders:read",
    "orders:write",
    "customers:read",
    "customers:write",
    "customers:erase",
    "payments:read",
    "payments:write",
    "fulfillment:read",
    "fulfillment:write",
    "reports:read",
    "support:read",
    "support:write",
    "jobs:read",
    "jobs:write",
    "migrations:write",
    "approvals:read",
    "approvals:write",
    "audit:read",
    "keys:read",
    "keys:write",
    "staff:read",
    "staff:write",
    "system:read",
    "system:write",
    "system:drop",
)


class UnknownScope(Invalid):
    """Not one of the documented scopes."""

    code = "unknown_scope"

    def __init__(self, scope: str, place: int) -> None:
        super().__init__(
            f"There is no scope {scope[:64]!a}.", param=f"scopes[{place}]", details={"scopes": list(SCOPES)}
        )


def check_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """The scopes in their documented order, each once. Raises UnknownScope."""
    asked = list(scopes)
    for place, scope in enumerate(asked):
        if scope not in SCOPES:
            raise UnknownScope(scope, place)
    return tuple(scope for scope in SCOPES if scope in asked)


def beyond(scopes: Iterable[str], held: Iterable[str]) -> list[str]:
    """Of what these scopes allow, what is not held. In the documented order."""
    allowed = set(held)
    return [scope for scope in expand(scopes) if scope not in allowed]


def expand(scopes: Iterable[str]) -> tuple[str, ...]:
    """What the scopes allow: who may write may also read. In the documented order."""
    held = set(scopes)
    held |= {scope.replace(":write", ":read") for scope in held}
    return tuple(scope for scope in SCOPES if scope in held)
