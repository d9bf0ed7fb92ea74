"""Builds the index where something has changed: every minute, and whole where an operator asks for it."""

from typing import Any

from functions.search.build_index import build_index
from shared import clock
from shared.lambdas import asked


def run(event: dict[str, Any]) -> str:
    """The clock's call has no `whole`."""
    return build_index(clock.now(), is_whole=event.get("whole") is True)


handler = asked("build_index", run)
