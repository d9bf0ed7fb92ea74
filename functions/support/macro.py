"""A macro: an answer that staff give often, and what it does to the ticket it is given in."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from functions.support.lifecycle import Status
from functions.support.ticket import TAGS_MAX, Priority, Ticket
from shared.errors import Invalid

MACROS_MAX = 200  # a shop; who looks for one reads through all of them


class TooManyMacros(Invalid):
    """The shop has as many macros as it may have."""

    code = "too_many_macros"

    def __init__(self) -> None:
        super().__init__(f"A shop has at most {MACROS_MAX} macros.", details={"maximum": MACROS_MAX})


class Macro(BaseModel):
    """The macro as it is kept. status, priority: what the ticket becomes by it; tags: what it gets besides."""

    model_config = ConfigDict(frozen=True)

    id: str
    version: int = 1
    title: str
    body: str
    status: Status | None
    priority: Priority | None
    tags: tuple[str, ...]
    created_at: str
    updated_at: str

    def brings(self, ticket: Ticket) -> dict[str, Any]:
        """What the ticket gets by it besides the answer: its tags, as far as there is room, and its priority."""
        tags = tuple(dict.fromkeys((*ticket.tags, *self.tags)))[:TAGS_MAX]
        return {"tags": tags, "priority": self.priority or ticket.priority}
