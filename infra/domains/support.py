"""Support: what people ask the shop, and what it answers."""

from events import (
    HelpdeskEventReceived,
    TicketCreated,
    TicketForgotten,
    TicketMessageAdded,
    TicketNoteAdded,
    TicketStatusChanged,
)
from functions.support.table import BY_ASSIGNEE, BY_EMAIL, BY_ORDER, BY_STATUS, BY_TIME, SPEC
from infra.plan import Api, Domain, Mailbox, Publisher, Schedule, Worker
from infra.register.support import WORDS

HELPDESK_TIMEOUT_S = 60  # a batch of ten tickets, each with a few calls; the hold on a ticket outlives it

SUPPORT = Domain(
    "support",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/tickets"],
            writes=["support", "limits", "people"],
            secrets=[
                "guest_key",
                "cursor_key",
                "answers_key",
                "people_key",
                "limits_key",
                "lookup_key",
                "origin_secret",
            ],
        ),
        Api(
            "admin_api",
            serves=["/admin/tickets", "/admin/ticket_macros"],
            is_admin=True,
            reads=["orders"],
            writes=["support", "people"],
            appends=["audit"],
            lists=[BY_TIME, BY_STATUS, BY_ASSIGNEE, BY_ORDER, BY_EMAIL],
            secrets=["cursor_key", "answers_key", "people_key", "lookup_key"],
        ),
        Schedule(
            "close_solved",
            every_minutes=60,
            writes=["support", "people"],
            lists=[BY_STATUS],
            secrets=["people_key", "lookup_key"],
        ),
        Mailbox(
            "take_mail",
            writes=["support", "limits", "people"],
            secrets=["people_key", "lookup_key", "limits_key", "reply_key"],
        ),
        Api(
            "helpdesk_webhook",
            serves_exactly=["/webhooks/helpdesk"],
            of_helpdesk=True,
            writes=["support"],
            secrets=["helpdesk_webhook_secret"],
        ),
        Worker(
            "sync_helpdesk",
            hears=[
                TicketCreated,
                TicketMessageAdded,
                TicketNoteAdded,
                TicketStatusChanged,
                HelpdeskEventReceived,
                TicketForgotten,
            ],
            of_helpdesk=True,
            writes=["support", "people"],
            secrets=["helpdesk_api_token", "people_key", "lookup_key"],
            timeout_s=HELPDESK_TIMEOUT_S,
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
