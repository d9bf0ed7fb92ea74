"""What is said of an approval, by commands of any domain. `events/approvals.py` has them as all events are heard."""

from typing import ClassVar, Literal

from shared.event import Event


class Requested(Event):
    """That somebody asked for one."""

    type: ClassVar[str] = "approval.requested"
    approval_id: str
    action: str
    scope: str
    object_id: str
    asked_by: str
    expires_at: str


class Closed(Event):
    """How it ended."""

    type: ClassVar[str] = "approval.closed"
    approval_id: str
    action: str
    object_id: str
    asked_by: str
    status: Literal["approved", "declined", "expired"]
    decided_by: str | None
