"""The shape of what is asked of approvals; `shared.approvals` has the one that they are shown in."""

from typing import Literal

from shared.http import CreatedWithin


class ApprovalQuery(CreatedWithin):
    """Which approvals: those for which all filters hold."""

    status: Literal["pending", "approved", "declined", "expired"] | None = None
