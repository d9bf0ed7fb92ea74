"""Support's public face: what letters may ask of a ticket."""

from functions.support.for_mail import TicketForMail, ticket_for_mail

__all__ = ["TicketForMail", "ticket_for_mail"]
