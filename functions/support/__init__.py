"""Support's public face: what letters may ask of a ticket, and what it takes to forget whose one was."""

from functions.support.for_mail import TicketForMail, ticket_for_mail
from functions.support.of_person import forget_ticket, tickets_of_person

__all__ = ["TicketForMail", "forget_ticket", "ticket_for_mail", "tickets_of_person"]
