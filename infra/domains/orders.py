"""Orders: from the cart to the doorstep."""

<<<<<<< HEAD
from events import FulfillmentDelivered, PaymentCaptured, PaymentFailed, PaymentVoided, RefundFailed
=======
from events import FulfillmentDelivered, FulfillmentReturned, PaymentCaptured, RefundFailed
>>>>>>> ed12388 (Parcels without tracking, shared numbers, reports by the carrier's clock; counts below what is set aside are booked)
from functions.orders.table import SPEC
from infra.plan import Api, Domain, Publisher, Schedule, Worker

ORDERS = Domain(
    "orders",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/carts", "/store/orders"],
            reads=["catalog", "fulfillment"],
            writes=["orders", "inventory", "payments", "limits"],
            secrets=["signing_key", "origin_secret"],
            calls_stripe=True,
            ships="checkout",
        ),
        Api(
            "admin_api",
            serves=["/admin/orders", "/admin/refunds"],
            is_admin=True,
            writes=["orders", "inventory", "payments", "fulfillment"],
            secrets=["signing_key"],
        ),
<<<<<<< HEAD
        Worker(
            "on_payment",
            hears=[PaymentCaptured, PaymentFailed, PaymentVoided, RefundFailed],
            writes=["orders", "inventory", "payments"],
        ),
        Worker("on_fulfillment", hears=[FulfillmentDelivered], writes=["orders"]),
=======
        Worker("on_payment", hears=[PaymentCaptured, RefundFailed], writes=["orders", "inventory", "payments"]),
        Worker(
            "on_fulfillment",
            hears=[FulfillmentDelivered, FulfillmentReturned],
            reads=["fulfillment"],
            writes=["orders"],
        ),
>>>>>>> ed12388 (Parcels without tracking, shared numbers, reports by the carrier's clock; counts below what is set aside are booked)
        Schedule("expire_unpaid", every_minutes=1, writes=["orders", "inventory", "payments"]),
        Publisher("publish_events"),
    ],
)
