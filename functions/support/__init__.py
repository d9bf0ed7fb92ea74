"""Support's public face: what letters may ask of a ticket, and what it takes to forget whose one was."""

from functions.support.for_mail import TicketForMail, ticket_for_mail
from functions.support.incoming.reply_address import reply_address
from functions.support.of_person import forget_ticket, own_tickets, shown_tickets, tickets_of_person
from functions.support.views import OwnTicketView, WholeTicketView

__all__ = [
    "OwnTicketView",
    "TicketForMail",
    "WholeTicketView",
    "forget_ticket",
    "own_tickets",
    "reply_address",
    "shown_tickets",
    "ticket_for_mail",
    "tickets_of_person",
]
