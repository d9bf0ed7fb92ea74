"""Orders: from the cart to the doorstep."""

from events import (
    FulfillmentDelivered,
    FulfillmentReturned,
    PaymentCaptured,
    PaymentFailed,
    PaymentVoided,
    RefundFailed,
    RefundSucceeded,
)
from functions.orders.table import BY_CUSTOMER, BY_EMAIL, BY_STATUS, BY_TIME, SPEC, TO_APPROVE, TO_SHIP, UNPAID
from infra.plan import Api, Domain, Jobs, Publisher, Schedule, Worker
from infra.register.objectives import CHECKOUT, ORDERS_PLACED, PLACED
from infra.register.orders import WORDS

ORDERS = Domain(
    "orders",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/carts", "/store/orders", "/store/me/orders", "/store/me/approvals"],
            serves_exactly=["/store/config", "/store/countries", "/store/me/cart"],
            reads=["catalog", "customers", "fulfillment"],
            holds=["companies"],  # a buyer's limit, and an admin's role, as they were when an order went by them
            writes=["orders", "inventory", "payments", "limits", "people"],
            secrets=[
                "guest_key",
                "session_key",
                "cursor_key",
                "answers_key",
                "people_key",
                "limits_key",
                "lookup_key",
                "confirm_key",
                "origin_secret",
            ],
            lists=[BY_EMAIL, BY_CUSTOMER, TO_APPROVE],
            calls_stripe=True,
            ships="checkout",
        ),
        Api(
            "admin_api",
            serves=["/admin/orders", "/admin/refunds"],
            serves_exactly=["/admin/carts_to_approve"],
            is_admin=True,
            reads=["audit"],
            writes=["orders", "inventory", "payments", "fulfillment", "jobs", "people"],
            appends=["audit", "approvals"],
            lists=[BY_TIME, BY_STATUS, BY_EMAIL, BY_CUSTOMER, TO_APPROVE, TO_SHIP],
            secrets=["cursor_key", "answers_key", "people_key", "lookup_key"],
        ),
        Worker(
            "on_payment",
            hears=[PaymentCaptured, PaymentFailed, PaymentVoided, RefundFailed, RefundSucceeded],
            writes=["orders", "inventory", "payments"],
        ),
        Worker(
            "on_fulfillment",
            hears=[FulfillmentDelivered, FulfillmentReturned],
            reads=["fulfillment"],
            writes=["orders"],
        ),
        Schedule("expire_unpaid", every_minutes=1, writes=["orders", "inventory", "payments"], lists=[UNPAID]),
        Jobs(
            "run_jobs",
            kinds=["order_export", "order_shipping", "order_canceling"],
            reads=["people", "access"],  # what who asked may do by now
            writes=["jobs", "orders", "inventory", "payments", "fulfillment"],
            appends=["audit"],
            lists=[BY_TIME, BY_STATUS],
            secrets=["people_key", "answers_key"],
            reads_bucket=True,
            writes_bucket=True,
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
    objectives=[CHECKOUT, PLACED],
    steady=[ORDERS_PLACED],
)
