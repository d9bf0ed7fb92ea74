"""Invites an owner for an operator who may invoke this function; no route leads here."""

from typing import Any

from functions.access.invite_owner import invite_owner
from shared import clock, start, telemetry
from shared.ids import new_id

start.imported()


def handler(event: dict[str, Any], _context: Any) -> dict[str, str]:
    """The Lambda entry point."""
    telemetry.begin(new_id("req"))
    try:
        return invite_owner(event, clock.now())
    finally:
        telemetry.flush()
