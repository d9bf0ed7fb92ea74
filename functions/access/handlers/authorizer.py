"""Decides for API Gateway who may call the staff's routes (HTTP API authorizer, payload 2.0, simple responses).

API Gateway answers 401 where there is no Authorization header, 403 where this says no, and keeps a decision for
a minute.
"""

from typing import Any

from functions.access.authorize import authorize
from shared import clock, start, telemetry
from shared.ids import new_id

DENIED = {"isAuthorized": False}
start.imported()


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """The Lambda entry point."""
    telemetry.begin(new_id("req"))
    try:
        key = authorize(_authorization(event), clock.now())
    except Exception as error:
        telemetry.warn("not_decided", error)
        raise
    finally:
        telemetry.flush()
    if key is None:
        return DENIED
    return {"isAuthorized": True, "context": {"key_id": key.id, "scopes": " ".join(key.allowed)}}


def _authorization(event: dict[str, Any]) -> object:
    """The header as API Gateway names it for its cache, else as the request carries it."""
    sources = event.get("identitySource") or []
    headers = event.get("headers") or {}
    named = [value for name, value in headers.items() if name.lower() == "authorization"]
    return next(iter([*sources, *named]), None)
