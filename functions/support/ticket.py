"""A ticket: what somebody asks the shop, and the messages that follow. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from functions.support.lifecycle import Status, WrongState, check
from shared import clock
from shared.errors import Refused
from shared.people import Key

MESSAGES_MAX = 500  # a ticket; a talk that goes on for longer is about something else by now
BODY_MAX = 10_000  # characters of a message; a page has 3,000
TAGS_MAX = 20  # a ticket, of which a list shows each
REOPENS_FOR = timedelta(days=14)  # after it was solved: as long as a parcel takes and somebody is on holiday


class Priority(StrEnum):
    """How soon it wants an answer."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Channel(StrEnum):
    """How it came in."""

    WEB = "web"  # the shop's own pages, by the API
    EMAIL = "email"
    STAFF = "staff"  # staff wrote it: a call, a visit, or they begin


class Author(StrEnum):
    """Which side said it."""

    CUSTOMER = "customer"
    STAFF = "staff"


class TicketFull(Refused):
    """It has as many messages as a ticket may have."""

    code = "ticket_full"

    def __init__(self) -> None:
        super().__init__(f"A ticket has at most {MESSAGES_MAX} messages; open another one.")


@dataclass(frozen=True)
class Message:
    """What was said. is_internal: a note that only staff see. by: a staff's or a key's id; None for who asked.

    helpdesk_id: of the comment that it came from, where somebody wrote it there.
    """

    id: str
    ticket_id: str
    number: int  # within its ticket, from 1
    author: Author
    by: str | None
    body: str
    is_internal: bool
    created_at: str
    helpdesk_id: str | None = None


class Ticket(BaseModel):
    """The ticket as it is kept. Times are stamps."""

    model_config = ConfigDict(frozen=True)

    id: str
    number: int  # what people call it by
    version: int = 1
    status: Status
    priority: Priority = Priority.NORMAL
    channel: Channel
    subject: str = ""
    email: str | None = None  # where answers go; None once nobody knows whose it was
    order_id: str | None
    locale: str | None = None  # the language of whoever asked, as far as it is known: letters and macros are in it
    assignee_id: str | None = None
    is_sender_proven: bool | None = None  # of a mail: whether it is truly from whom it says; None: it came otherwise
    tags: tuple[str, ...] = ()
    messages: int = 0
    created_at: str
    updated_at: str
    solved_at: str | None = None
    key: Key | None = Field(default=None, exclude=True, repr=False)  # seals what is personal, its messages too

    def with_message(self, said: Message, status: Status, now: datetime) -> Self:
        """One message more, after which it waits for somebody else. Raises WrongState or TicketFull."""
        if self.status is Status.CLOSED:
            raise WrongState(self.status)
        if self.messages >= MESSAGES_MAX:
            raise TicketFull
        return self._next(status, now, messages=said.number)

    def changed(self, now: datetime, *, status: Status | None = None, **details: Any) -> Self:
        """Another priority, subject, e-mail, order, assignee, tags or status. Raises WrongState."""
        return self._next(status or self.status, now, **details)

    def forgotten(self, now: datetime) -> Self:
        """Closed, and nothing of it leads to anybody any more."""
        left = {"status": Status.CLOSED, "subject": "", "email": None, "messages": 0, "tags": ()}
        stamps = {"updated_at": clock.stamp(now), "version": self.version + 1}
        return self.model_copy(update=left | stamps)

    def closes_at(self) -> datetime | None:
        """When it is over for good, if nobody writes again."""
        return clock.parse(self.solved_at) + REOPENS_FOR if self.status is Status.SOLVED and self.solved_at else None

    def _next(self, status: Status, now: datetime, **details: Any) -> Self:
        check(self.status, status)
        solved_at = self.solved_at if status in (Status.SOLVED, Status.CLOSED) else None
        if status is Status.SOLVED and self.status is not Status.SOLVED:
            solved_at = clock.stamp(now)
        moved = {"status": status, "solved_at": solved_at, "updated_at": clock.stamp(now), "version": self.version + 1}
        return self.model_copy(update=moved | details)
