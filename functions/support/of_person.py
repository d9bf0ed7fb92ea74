"""Whose tickets are one person's, and the forgetting: what they wrote is gone, that they asked stays a figure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from functions.support import store
from functions.support.ticket import Message, Ticket
from functions.support.views import (
    OwnTicketView,
    WholeTicketView,
    message_view,
    store_message_view,
    store_view,
    ticket_view,
)
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound

AT_ONCE = 90  # messages a commit
MESSAGES_SHOWN = 100  # a ticket: all of nearly every one


def tickets_of_person(emails: Iterable[str], order_ids: Iterable[str]) -> list[str]:
    """Ids of the tickets of these addresses, and of those about these orders. By lists that may be a second old."""
    of_email = [store.tickets_of_email_key(key) for email in emails for key in store.email_keys(email)]
    of_orders = map(store.tickets_of_order, order_ids)
    found = (ticket for where in (*of_email, *of_orders) for ticket in store.listed(where))
    return list(dict.fromkeys(ticket.id for ticket in found if ticket.email is not None))


def own_tickets(ticket_ids: list[str]) -> list[OwnTicketView]:
    """These tickets with what was written, for who asked."""
    return [
        OwnTicketView(ticket=store_view(ticket), messages=[store_message_view(each) for each in said])
        for ticket, said in _with_messages(ticket_ids, is_shown=lambda said: not said.is_internal)
    ]


def shown_tickets(ticket_ids: list[str]) -> list[WholeTicketView]:
    """These tickets with what was written and noted, for staff."""
    return [
        WholeTicketView(ticket=ticket_view(ticket), messages=[message_view(each) for each in said])
        for ticket, said in _with_messages(ticket_ids, is_shown=lambda _: True)
    ]


def _with_messages(
    ticket_ids: list[str], is_shown: Callable[[Message], bool]
) -> Iterator[tuple[Ticket, list[Message]]]:
    for ticket_id in ticket_ids:
        (ticket,) = fetch(store.ticket(ticket_id))
        yield ticket, store.messages_of(ticket, MESSAGES_SHOWN, None, is_shown=is_shown)[0]


def forget_ticket(ticket_id: str, now: datetime) -> None:
    """Its messages go first: while there are any, it is still found by whose it is."""
    while messages := store.some_messages(ticket_id, AT_ONCE):
        commit(*map(store.delete_message, messages))

    def attempt() -> None:
        try:
            (ticket,) = fetch(store.ticket(ticket_id))
        except NotFound:
            return
        if ticket.email is not None:
            commit(*store.forget_ticket(ticket, now))

    retry_stale(attempt)
