"""Close tickets that were solved two weeks ago, and to which nobody has written since."""

from datetime import datetime
from itertools import islice

from functions.support import store
from functions.support.lifecycle import Status
from functions.support.ticket import REOPENS_FOR
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.errors import Stale

TICKETS_MAX = 1000  # a run; what is left is closed an hour later


def close_solved(now: datetime) -> None:
    """Close those that are due. One that somebody writes to meanwhile stays what it became."""
    for ticket_id in islice(store.solved_before(now - REOPENS_FOR), TICKETS_MAX):
        (ticket,) = fetch(store.ticket(ticket_id))
        closes_at = ticket.closes_at()
        if closes_at is None or closes_at > now:
            continue
        try:
            commit(*store.save_ticket(ticket, ticket.changed(now, status=Status.CLOSED)))
        except Stale:
            continue
        telemetry.note("ticket_closed", ticket_id=ticket_id)
        telemetry.count("TicketsClosed")
