"""Close the approvals that nobody decided on in time, so that whoever asked hears of it."""

from datetime import datetime
from itertools import islice

from functions.approvals import store
from shared import telemetry
from shared.approvals import Status, expiry
from shared.dynamo import commit, fetch
from shared.errors import Stale

APPROVALS_MAX = 200  # a run; what is left is closed five minutes later, and counts as expired meanwhile


def expire_approvals(now: datetime) -> None:
    """Close those whose time is over. One that somebody decides on at the same moment is as they say."""
    for approval_id in islice(store.overdue(now), APPROVALS_MAX):
        (approval,) = fetch(store.approval(approval_id))
        if approval.status is not Status.PENDING or approval.state(now) != "expired":
            continue
        try:
            commit(*expiry(approval, now))
        except Stale:
            continue
        telemetry.note("approval_expired", approval_id=approval_id)
