"""Mistakes with what is said on both sides of a ticket that is at the helpdesk."""

from tests.simulation.planted.bug import Bug

SYNC = "functions/support/helpdesk/sync_ticket.py"

HELPDESK = (
    Bug(
        "their_news_are_old_news",
        SYNC,
        "    if ticket.email is None or (not is_theirs and known.is_alike(ticket)):\n",
        "    if ticket.email is None or known.is_alike(ticket):\n",
        "What an agent answers in the helpdesk never reaches who asked, unless somebody writes here again.",
        ("I27",),
    ),
    Bug(
        "alike_by_the_status_alone",
        "functions/support/helpdesk/link.py",
        "        return self.is_gone or (self.alike == ticket.messages and self.status is ticket.status)\n",
        "        return self.is_gone or self.status is ticket.status\n",
        "What is written to a ticket that stays open never reaches those who answer in the helpdesk.",
        ("I27",),
    ),
)
