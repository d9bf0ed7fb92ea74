"""Reports: what happened, counted, and written down once a day."""

from events import OrderCanceled, OrderPlaced, RefundSucceeded
from functions.reports.table import SPEC
from infra.plan import Api, Domain, Publisher, Schedule, Worker

REPORTS = Domain(
    "reports",
    table=SPEC,
    functions=[
        Worker("count_sales", hears=[OrderPlaced, OrderCanceled, RefundSucceeded], writes=["reports"]),
        Api(
            "admin_api",
            serves=["/admin/reports"],
            is_admin=True,
            writes=["reports"],
            secrets=["signing_key"],
            reads_bucket=True,
        ),
        Schedule("daily_sales", cron="5 0 * * ? *", writes=["reports"], writes_bucket=True, timeout_s=300),
        Publisher("publish_events"),
    ],
)
