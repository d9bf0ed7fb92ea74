"""Limits: the counters of what callers do, in a table that all who limit somebody write to."""

from infra.plan import Domain
from shared.limits import SPEC

LIMITS = Domain("limits", table=SPEC, functions=[])
