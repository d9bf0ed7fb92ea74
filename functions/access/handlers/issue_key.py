"""Makes an API key for an operator who may invoke this function; no route leads here."""

from typing import Any

from functions.access.issue_key import issue_key
from shared import clock, start, telemetry
from shared.ids import new_id

start.imported()


def handler(event: dict[str, Any], _context: Any) -> dict[str, str]:
    """The Lambda entry point. The answer holds the token; it is logged nowhere."""
    telemetry.begin(new_id("req"))
    try:
        return issue_key(event, clock.now())
    finally:
        telemetry.flush()
