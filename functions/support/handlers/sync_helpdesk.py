"""Hears what happened to tickets, here and at the helpdesk, and keeps both alike."""

from events import (
    HelpdeskEventReceived,
    TicketCreated,
    TicketForgotten,
    TicketMessageAdded,
    TicketNoteAdded,
    TicketStatusChanged,
)
from functions.support.helpdesk.forget_twin import forget_twin
from functions.support.helpdesk.sync_ticket import sync_ticket
from functions.support.table import SPEC
from shared.queue import News, queue_handler


def _ours(event: TicketCreated | TicketMessageAdded | TicketNoteAdded | TicketStatusChanged, news: News) -> None:
    sync_ticket(event.ticket_id, news)


def _theirs(event: HelpdeskEventReceived, news: News) -> None:
    sync_ticket(event.ticket_id, news, is_theirs=True)


def _forgotten(event: TicketForgotten, news: News) -> None:
    forget_twin(event.ticket_id, news)


handler = queue_handler(
    SPEC,
    "support.sync_helpdesk",
    {
        TicketCreated: _ours,
        TicketMessageAdded: _ours,
        TicketNoteAdded: _ours,
        TicketStatusChanged: _ours,
        HelpdeskEventReceived: _theirs,
        TicketForgotten: _forgotten,
    },
)
