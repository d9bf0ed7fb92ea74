"""Migrations: every table brought into the shape of this release. They begin where jobs do, as one of these."""

from functions.migrations import TABLES
from infra.plan import Domain, Jobs

MIGRATIONS = Domain(
    "migrations",
    table=None,
    functions=[
        Jobs(
            "run_jobs",
            kinds=["migration"],
            migrates=list(TABLES),
            writes=["jobs"],
            reads_bucket=True,
            writes_bucket=True,
        )
    ],
)
