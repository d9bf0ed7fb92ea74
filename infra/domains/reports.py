"""Reports: what happened, counted, and written down once a day."""

from events import (
    FulfillmentDelivered,
    FulfillmentReturned,
    FulfillmentShipped,
    OrderCanceled,
    OrderPlaced,
    RefundSucceeded,
)
from functions.reports.table import SPEC
from infra.plan import Api, Domain, Publisher, Schedule, Worker
from infra.register.reports import WORDS

REPORTS = Domain(
    "reports",
    table=SPEC,
    functions=[
        Worker(
            "count_sales",
            hears=[
                OrderPlaced,
                OrderCanceled,
                RefundSucceeded,
                FulfillmentShipped,
                FulfillmentDelivered,
                FulfillmentReturned,
            ],
            writes=["reports"],
        ),
        Api("admin_api", serves=["/admin/reports"], is_admin=True, reads=["reports", "catalog"], reads_bucket=True),
        Schedule(
            "daily_sales",
            cron="5 0 * * ? *",
            writes=["reports"],
            writes_bucket=True,
            timeout_s=300,  # a month to catch up on after an outage
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
