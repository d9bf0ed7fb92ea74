"""The audit log: what staff did, in a table that whoever does it puts a row into, and nobody changes."""

from infra.plan import Api, Domain, Jobs
from shared.audit import BY_ACTION, BY_ACTOR, BY_TIME, SPEC

AUDIT = Domain(
    "audit",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/audit"],
            is_admin=True,
            reads=["audit"],
            writes=["jobs"],
            appends=["audit"],
            lists=[BY_TIME, BY_ACTOR, BY_ACTION],
            secrets=["cursor_key", "answers_key"],
        ),
        Jobs(
            "run_jobs",
            kinds=["audit_export"],
            reads=["audit"],
            writes=["jobs"],
            lists=[BY_TIME, BY_ACTOR, BY_ACTION],
            reads_bucket=True,
            writes_bucket=True,
        ),
    ],
)
