"""What we know of a ticket's twin: which it is, how far both are alike, and who is at it now."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from functions.support.helpdesk.twin import Twin
from functions.support.lifecycle import Status
from functions.support.table import SPEC, link_key
from functions.support.ticket import Ticket
from shared import clock
from shared.dynamo import Item, Read, Write, replace

HELD_FOR = timedelta(seconds=90)  # longer than its worker may run: whoever holds it then is dead


class Link(BaseModel):
    """The link as it is kept; it names nobody. Times are stamps.

    twin_id, earlier: theirs; those before it were closed there, and went on as it. since: how many messages those have.
    requesters: who asks, by the ids there.
    alike: how many messages, and in which status, both had when they were last alike.
    """

    model_config = ConfigDict(frozen=True)

    ticket_id: str
    version: int = 0  # 0: it is not kept yet
    twin_id: int | None = None
    requesters: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()
    since: int = 0
    alike: int = 0
    status: Status | None = None
    is_gone: bool = False  # deleted there, or forgotten: nothing more is brought
    held_until: str | None = None

    @property
    def twins(self) -> set[int]:
        """All of theirs that it ever was."""
        return {*self.earlier, *([self.twin_id] if self.twin_id else [])}

    def is_held(self, now: datetime) -> bool:
        """Whether somebody is at it."""
        return self.held_until is not None and clock.parse(self.held_until) > now

    def is_alike(self, ticket: Ticket) -> bool:
        """Whether the twin has all that our ticket has, as far as we know."""
        return self.is_gone or (self.alike == ticket.messages and self.status is ticket.status)

    def held(self, now: datetime) -> Self:
        """For us alone, for a while."""
        return self._next(held_until=clock.stamp(now + HELD_FOR))

    def let_go(self) -> Self:
        """For whoever comes next."""
        return self._next(held_until=None)

    def found(self, twin: Twin, since: int = 0) -> Self:
        """With its twin; the one before, if any, is closed. since: how many messages are with those before."""
        earlier = (*self.earlier, self.twin_id) if self.twin_id else self.earlier
        requesters = tuple({*self.requesters, twin.requester_id})
        return self._next(twin_id=twin.id, earlier=earlier, since=since, requesters=requesters)

    def now_alike(self, ticket: Ticket) -> Self:
        """The twin has all that this ticket has; known, and kept with the next version."""
        return self.model_copy(update={"alike": ticket.messages, "status": ticket.status})

    def gone(self) -> Self:
        """There is no twin, and there shall be none."""
        return self._next(is_gone=True, twin_id=None, earlier=(), requesters=(), status=None, held_until=None)

    def moved(self) -> Self:
        """One step further, with something else of the ticket's in the same commit."""
        return self._next()

    def _next(self, **changed: object) -> Self:
        return self.model_copy(update={"version": self.version + 1, **changed})


def link(ticket_id: str) -> Read[Link]:
    """What is known of this ticket's twin; where nothing is, a link that is not kept yet."""

    def parse(items: list[Item | None]) -> Link:
        (stored,) = items
        return Link.model_validate(stored) if stored else Link(ticket_id=ticket_id)

    return Read(SPEC, (link_key(ticket_id),), parse)


def save_link(after: Link) -> Write:
    """The next version over the one before. Raises Stale from the commit where somebody else was faster."""
    pk, sk = link_key(after.ticket_id)
    fields = {name: value for name, value in after.model_dump(mode="json").items() if value is not None}
    return replace(SPEC, {"pk": pk, "sk": sk, **fields}, seen=after.version - 1)
