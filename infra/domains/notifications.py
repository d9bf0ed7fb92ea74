"""Notifications: what shoppers and staff are written."""

from events import (
    ApprovalClosed,
    ApprovalRequested,
    CartApprovalDecided,
    CartApprovalRequested,
    ConsentRequested,
    FulfillmentDelivered,
    FulfillmentShipped,
    LevelLow,
    OrderCanceled,
    OrderPending,
    OrderPlaced,
    RefundFailed,
    RefundSucceeded,
    TicketCreated,
    TicketMessageAdded,
)
from functions.access.table import ALL_KEYS
from functions.notifications.table import BY_ORDER, OWED, SPEC
from infra.plan import Api, Domain, Schedule, Worker
from infra.register.notifications import WORDS

# Events carry no people: whom to write, the owners are asked.
ASKED = ["orders", "fulfillment", "support", "customers", "companies", "people", "access"]
SECRETS = [
    # Letters carry tokens, made when they are sent and kept nowhere.
    *("guest_key", "confirm_key", "consent_key", "reply_key"),
    "people_key",  # opens whom to write to
]

NOTIFICATIONS = Domain(
    "notifications",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/letters", "/admin/mails"],
            serves_exactly=["/admin/settings"],
            is_admin=True,
            reads=["orders", "fulfillment", "people"],  # of what is sent again
            writes=["notifications"],
            appends=["audit"],
            lists=[BY_ORDER],
            secrets=["guest_key", "confirm_key", "people_key", "cursor_key", "answers_key"],
            sends_mail=True,
            ships="mail",
        ),
        Worker(
            "send_mail",
            hears=[
                OrderPending,
                OrderPlaced,
                FulfillmentShipped,
                FulfillmentDelivered,
                RefundSucceeded,
                OrderCanceled,
                TicketCreated,
                TicketMessageAdded,
                ConsentRequested,
                LevelLow,
                RefundFailed,
                ApprovalRequested,
                ApprovalClosed,
                CartApprovalRequested,
                CartApprovalDecided,
            ],
            lists_of={"access": [ALL_KEYS]},  # who of the staff may approve
            reads=ASKED,
            writes=["notifications"],
            secrets=SECRETS,
            sends_mail=True,
            ships="mail",
        ),
        Schedule(
            "resend_mail",
            every_minutes=5,
            reads=ASKED,
            writes=["notifications"],
            lists=[OWED],
            secrets=SECRETS,
            sends_mail=True,
            ships="mail",
        ),
    ],
    words=WORDS,
)
