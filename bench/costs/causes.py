"""What woke a run, in a word: a route of the OpenAPI document, the types of some events, or the clock."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "functions/access/openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")


@cache
def routes() -> tuple[str, ...]:
    """Every route of the OpenAPI document, such as `GET /store/carts/{cart_id}`."""
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    return tuple(f"{method.upper()} {path}" for path, known in paths.items() for method in METHODS if method in known)


def route_of(method: str, path: str) -> str:
    """The route that a request takes. Raises LookupError where there is none."""
    for route, pattern in _patterns():
        if pattern.fullmatch(f"{method} {path}"):
            return route
    raise LookupError(f"no route for {method} {path}")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words before parameters: `/docs/{name}` must not take what has a path of its own."""
    in_order = sorted(routes(), key=lambda route: route.count("{"))
    return tuple((route, re.compile(re.sub(r"\{\w+\}", "[^/]+", route))) for route in in_order)


def cause_of(event: Mapping[str, Any]) -> str:
    """What woke the run that gets this event."""
    if "routeArn" in event:
        return "a request of staff"
    if "requestContext" in event:
        return route_of(event["requestContext"]["http"]["method"], event["rawPath"])
    if "step" in event:
        return f"{event['kind']}: {event['step']}"
    if "Records" not in event:
        return "tick" if not event or "time" in event else "an operator"
    told = sorted(Counter(map(_told_by, event["Records"])).items())
    return " + ".join(what if times == 1 else f"{what} ×{times}" for what, times in told)


def _told_by(record: Mapping[str, Any]) -> str:
    if "body" in record:
        return str(json.loads(record["body"])["detail"]["type"])
    image = record["dynamodb"]["NewImage"]
    return str(image["type"]["S"]) if "unsent" in image else "a level"
