"""A macro: an answer that staff give often, and what it does to the ticket it is given in."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from functions.support.lifecycle import Status
from functions.support.ticket import TAGS_MAX, Priority, Ticket
from shared.errors import Invalid

LANGUAGES_MAX = 10  # of a macro; more than a shop speaks
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
    translations: dict[str, str] = Field(default_factory=dict)  # the body in other languages, by their locale
    status: Status | None
    priority: Priority | None
    tags: tuple[str, ...]
    created_at: str
    updated_at: str

    def body_in(self, locale: str | None) -> str:
        """What it says in this language: in just this one, in this one of any country, else as it was written."""
        wanted = (locale or "", (locale or "").partition("-")[0])
        return next((self.translations[each] for each in wanted if each in self.translations), self.body)

    def brings(self, ticket: Ticket) -> dict[str, Any]:
        """What the ticket gets by it besides the answer: its tags, as far as there is room, and its priority."""
        tags = tuple(dict.fromkeys((*ticket.tags, *self.tags)))[:TAGS_MAX]
        return {"tags": tags, "priority": self.priority or ticket.priority}
