"""Write to a ticket: a shopper's reply, an answer of staff's, a note among them."""

from events import Event, TicketMessageAdded, TicketNoteAdded
from functions.support import store
from functions.support.lifecycle import Status
from functions.support.macro import Macro
from functions.support.ticket import Author, Message, Ticket
from functions.support.views import (
    MessageView,
    NewMessage,
    NewReply,
    StoreMessageView,
    message_view,
    store_message_view,
)
from shared import clock, ids, limits, telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Reply, Request
from shared.settings import Settings, read_settings


class ReplyLimits(Settings):
    """replies_per_hour: what a shopper may write to one ticket."""

    replies_per_hour: int = 30


def reply(ticket_id: str, body: NewReply, request: Request) -> Reply[StoreMessageView]:
    """A shopper's message; the ticket is open again. Raises WrongState for a closed one, TicketFull or RateLimited."""

    def attempt() -> Reply[StoreMessageView]:
        _, ticket = fetch(request.claim.read, store.ticket(ticket_id))
        said = _said(ticket, Author.CUSTOMER, None, body.body, request)
        after = ticket.with_message(said, Status.OPEN, request.now)
        answer = Reply(store_message_view(said), 201)
        counted = limits.counting(_limit(), ticket_id, request.now)
        commit(*_writes(ticket, after, said), counted, *request.claim.settle(answer))
        telemetry.count("TicketReplies")
        return answer

    return retry_stale(attempt)


def write_message(ticket_id: str, body: NewMessage, request: Request) -> Reply[MessageView]:
    """What staff write. An answer waits for the shopper then, unless it says otherwise; a note moves nothing.

    Raises WrongState, TicketFull, or NotFound for a macro that is not there.
    """

    def attempt() -> Reply[MessageView]:
        _, ticket = fetch(request.claim.read, store.ticket(ticket_id))
        request.require_match(ticket.version)
        (macro,) = fetch(store.macro(body.macro_id)) if body.macro_id else (None,)
        text = macro.body_in(ticket.locale) if macro else body.body or ""
        said = _said(ticket, Author.STAFF, request.principal, text, request, is_internal=body.is_internal)
        after = ticket.with_message(said, _becomes(ticket, macro, body), request.now)
        if macro and not body.is_internal:
            after = after.model_copy(update=macro.brings(ticket))
        shown = message_view(said)
        answer = Reply(shown, 201)
        told = {"messages": {said.id: shown.model_dump(mode="json")}}
        commit(*_writes(ticket, after, said), *request.settle(answer, on=ticket_id, after=told))
        if not body.is_internal:
            telemetry.count("TicketAnswers")
        return answer

    return retry_stale(attempt)


def _limit() -> limits.Limit:
    return limits.Limit("ticket_replies", read_settings(ReplyLimits).replies_per_hour, limits.HOUR_S)


def _becomes(ticket: Ticket, macro: Macro | None, body: NewMessage) -> Status:
    if body.is_internal:
        return ticket.status
    return body.status or (macro and macro.status) or Status.PENDING


def _said(
    ticket: Ticket, author: Author, by: str | None, text: str, request: Request, *, is_internal: bool = False
) -> Message:
    moment = clock.stamp(request.now)
    number = ticket.messages + 1
    return Message(ids.new_id("msg", request.now), ticket.id, number, author, by, text, is_internal, moment)


def _writes(before: Ticket, after: Ticket, said: Message) -> tuple[Write, ...]:
    return store.save_ticket(before, after, added(said), said=said)


def added(said: Message) -> Event:
    """The news of a message."""
    if said.is_internal:
        return TicketNoteAdded(ticket_id=said.ticket_id, message_id=said.id)
    return TicketMessageAdded(ticket_id=said.ticket_id, message_id=said.id, by=said.author.value)
