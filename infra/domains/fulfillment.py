"""Fulfillment: shipping options, parcels, and what carriers tell of them."""

from events import CarrierEventReceived, FulfillmentShipped
from functions.fulfillment.table import SPEC
from infra.plan import Api, Domain, Publisher, Worker
from infra.register.fulfillment import WORDS

FULFILLMENT = Domain(
    "fulfillment",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/shipping_options", "/admin/fulfillments"],
            is_admin=True,
            writes=["fulfillment"],
            appends=["audit"],
            secrets=["cursor_key", "answers_key"],
        ),
        Api(
            "carrier_webhook",
            serves=["/webhooks/carriers"],
            writes=["fulfillment"],
            secrets=["carrier_webhook_secret"],
        ),
        Worker("on_tracking", hears=[CarrierEventReceived, FulfillmentShipped], writes=["fulfillment"]),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
