"""What letters tell of a ticket. Whoever writes them asks here, since events carry no people."""

from dataclasses import dataclass

from functions.support import store
from shared.dynamo import fetch
from shared.errors import NotFound


@dataclass(frozen=True)
class TicketForMail:
    """A ticket and one message of it. email: of who asked. body: what was said, in lines; empty where it is a note.

    is_sender_proven: where it began by mail, whether that was truly from there.
    """

    id: str
    number: int
    subject: str
    email: str
    order_id: str | None
    body: str
    locale: str | None = None
    is_sender_proven: bool | None = None


def ticket_for_mail(ticket_id: str, message_id: str) -> TicketForMail | None:
    """None where there is no such ticket any more, or nobody to write to."""
    try:
        (ticket,) = fetch(store.ticket(ticket_id))
    except NotFound:
        return None
    if ticket.email is None:
        return None
    said = store.message_of_id(ticket, message_id)
    body = said.body if said and not said.is_internal else ""
    return TicketForMail(
        ticket.id,
        ticket.number,
        ticket.subject,
        ticket.email,
        ticket.order_id,
        body,
        ticket.locale,
        ticket.is_sender_proven,
    )
