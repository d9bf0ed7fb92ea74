"""The system: queues, dead letters, schedules, alarms and cost, shown to owners and managers in the browser."""

from functions.system import TABLES
from infra.plan import Api, Domain

SYSTEM = Domain(
    "system",
    table=None,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/system"],
            is_admin=True,
            reads=TABLES,
            writes=["jobs"],
            appends=["audit"],
            secrets=["answers_key"],
            runs_system=True,
        ),
    ],
)
