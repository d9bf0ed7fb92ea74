"""Letters about what waits for a second person: to those who may approve it, and at its end to whoever asked."""

from events import ApprovalClosed, ApprovalRequested
from functions import access
from functions.notifications.mail import Facts, Kind
from functions.notifications.send_owed import owe_each
from shared.queue import News

APPROVE = "approvals:write"
APPROVERS_MAX = 20  # letters of one approval; one person is enough, and all see the list


def tell_approvers(event: ApprovalRequested, news: News) -> None:
    """One letter to each of the staff who may approve it: not to who asked, nor to whom it is about."""
    them = access.members_who_may((APPROVE, event.scope), but=(event.asked_by, event.object_id))[:APPROVERS_MAX]
    facts: Facts = event.model_dump(include={"approval_id", "action", "object_id", "asked_by", "expires_at"})
    _owe(Kind.APPROVAL_REQUEST, facts, them, news)


def tell_asker(event: ApprovalClosed, news: News) -> None:
    """One letter to whoever asked, or made the key that did; an operator's key has nobody to write to."""
    asker = access.member_behind(event.asked_by)
    told = {"approval_id", "action", "object_id", "status", "decided_by"}
    facts: Facts = event.model_dump(include=told, exclude_none=True)
    _owe(Kind.APPROVAL_CLOSED, facts, [asker] if asker else [], news)


def _owe(kind: Kind, facts: Facts, them: list[str], news: News) -> None:
    owe_each(kind, {each: {**facts, "staff_id": each} for each in them}, news)
