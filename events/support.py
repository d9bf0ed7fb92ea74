"""What support says."""

from typing import ClassVar, Literal

from shared.event import Event


class TicketCreated(Event):
    """Somebody asked for help, or staff wrote first. by: who said the first message."""

    type: ClassVar[str] = "ticket.created"
    ticket_id: str
    order_id: str | None
    message_id: str
    by: Literal["customer", "staff"]


class TicketMessageAdded(Event):
    """One more message that both sides can read. What staff note for themselves is not said."""

    type: ClassVar[str] = "ticket.message_added"
    ticket_id: str
    message_id: str
    by: Literal["customer", "staff"]


class TicketStatusChanged(Event):
    """Whom the ticket waits for now, or that it is over."""

    type: ClassVar[str] = "ticket.status_changed"
    ticket_id: str
    was: str
    status: str


class TicketNoteAdded(Event):
    """Staff noted something for themselves, which who asked does not see."""

    type: ClassVar[str] = "ticket.note_added"
    is_public: ClassVar[bool] = False
    ticket_id: str
    message_id: str


class TicketForgotten(Event):
    """Whose ticket it was is not known any more, nor what was written: whoever else holds a copy lets go of it."""

    type: ClassVar[str] = "ticket.forgotten"
    is_public: ClassVar[bool] = False
    ticket_id: str


class HelpdeskEventReceived(Event):
    """The helpdesk told that something happened to its copy of a ticket; what, is asked there."""

    type: ClassVar[str] = "helpdesk.event_received"
    is_public: ClassVar[bool] = False
    ticket_id: str
    helpdesk_event_id: str
