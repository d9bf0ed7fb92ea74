"""Tells API Gateway who calls the staff's routes (HTTP API authorizer, payload 2.0, simple responses).

Everybody is let through, and who is nobody as nobody: so it is the routes' own Lambda that refuses, in the documented
shape, with a reason (`shared/http/principal.py`, which asks each of them for a scope). API Gateway keeps what this
says for a minute, by the header; a request without one it answers itself, 401, where no edge puts one in.
"""

from typing import Any

from functions.access.authorize import authorize
from shared import clock, start, telemetry
from shared.ids import new_id

NOBODY: dict[str, Any] = {"isAuthorized": True, "context": {}}
start.imported()


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """The Lambda entry point."""
    telemetry.begin(new_id("req"))
    try:
        known = authorize(_authorization(event), clock.now())
    except Exception as error:
        telemetry.warn("not_decided", error)
        raise
    finally:
        telemetry.flush()
    if known is None:
        return NOBODY
    context = {"principal": known.id, "scopes": " ".join(known.scopes), "allowed_ips": " ".join(known.allowed_ips)}
    if known.locations:
        context["locations"] = " ".join(known.locations)
    return {"isAuthorized": True, "context": context}


def _authorization(event: dict[str, Any]) -> object:
    """The header as API Gateway names it for its cache, else as the request carries it."""
    sources = event.get("identitySource") or []
    headers = event.get("headers") or {}
    named = [value for name, value in headers.items() if name.lower() == "authorization"]
    return next(iter([*sources, *named]), None)
