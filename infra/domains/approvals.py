"""Approvals: what one of the staff asks for, and another has to approve; who does that does it, in any domain."""

from infra.domains.access import INVITES
from infra.plan import Api, Domain, Publisher, Schedule
from shared.approvals import BY_TIME, PENDING, SPEC

APPROVALS = Domain(
    "approvals",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/approvals"],
            is_admin=True,
            manages={"staff": INVITES},
            reads=["people", "customers"],
            writes=["approvals", "access", "orders", "inventory", "payments", "privacy"],
            appends=["audit", "customers"],
            lists=[BY_TIME],
            secrets=["cursor_key", "answers_key", "people_key"],
        ),
        Schedule("expire_approvals", every_minutes=5, writes=["approvals"], lists=[PENDING]),
        Publisher("publish_events"),
    ],
)
