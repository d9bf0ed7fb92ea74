"""Notifications: what shoppers and staff are written."""

from events import FulfillmentShipped, LevelLow, OrderCanceled, OrderPlaced, RefundSucceeded
from functions.notifications.table import SPEC
from infra.plan import Domain, Schedule, Worker

ASKED = ["orders", "payments", "fulfillment"]  # events carry no people: whom to write, their owners are asked

NOTIFICATIONS = Domain(
    "notifications",
    table=SPEC,
    functions=[
        Worker(
            "send_mail",
            hears=[OrderPlaced, OrderCanceled, FulfillmentShipped, RefundSucceeded, LevelLow],
            reads=ASKED,
            writes=["notifications"],
            sends_mail=True,
        ),
        Schedule("resend_mail", every_minutes=5, reads=ASKED, writes=["notifications"], sends_mail=True),
    ],
)
