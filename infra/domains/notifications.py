"""Notifications: what shoppers and staff are written."""

from events import FulfillmentShipped, LevelLow, OrderCanceled, OrderPlaced, RefundSucceeded
from functions.notifications.table import SPEC
from infra.plan import Domain, Schedule, Worker

READS = ["orders", "payments", "fulfillment"]  # events carry no people: whom to write is asked of the owner

NOTIFICATIONS = Domain(
    "notifications",
    table=SPEC,
    functions=[
        Worker(
            "send_mail",
            hears=[OrderPlaced, OrderCanceled, FulfillmentShipped, RefundSucceeded, LevelLow],
            reads=READS,
            writes=["notifications"],
            sends_mail=True,
            calls_stripe=True,
        ),
        Schedule(
            "resend_mail",
            every_minutes=5,
            reads=READS,
            writes=["notifications"],
            sends_mail=True,
            calls_stripe=True,
        ),
    ],
)
