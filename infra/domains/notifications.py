"""Notifications: what shoppers and staff are written."""

from events import FulfillmentShipped, LevelLow, OrderCanceled, OrderPlaced, RefundFailed, RefundSucceeded
from functions.notifications.table import SPEC
from infra.plan import Domain, Schedule, Worker

ASKED = ["orders", "fulfillment"]  # events carry no people: whom to write, the owners are asked

NOTIFICATIONS = Domain(
    "notifications",
    table=SPEC,
    functions=[
        Worker(
            "send_mail",
            hears=[OrderPlaced, FulfillmentShipped, RefundSucceeded, OrderCanceled, LevelLow, RefundFailed],
            reads=ASKED,
            writes=["notifications"],
            sends_mail=True,
        ),
        Schedule("resend_mail", every_minutes=5, reads=ASKED, writes=["notifications"], sends_mail=True),
    ],
)
