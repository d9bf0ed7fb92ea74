"""What is said of approvals: that one is asked for, and how it ended. Ids alone: what was sent stays in the table."""

from shared.approval_events import Closed, Requested


class ApprovalRequested(Requested):
    """Somebody asked for what another person has to approve. scope: what it takes to approve it, besides."""


class ApprovalClosed(Closed):
    """It was approved, which did it, or declined; or nobody said anything in time, and decided_by is null."""
