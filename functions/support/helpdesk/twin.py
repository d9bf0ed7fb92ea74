"""A ticket's twin at the helpdesk as it was read there, what of it is ours, and what both become. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from functions.support.incoming.plain import cleaned
from functions.support.lifecycle import Status
from functions.support.ticket import BODY_MAX, Message

MARK = "storewright"  # in an audit's own metadata: the id of the message that we brought by it
ATTACHMENTS_SHOWN = 20
OURS_OF = {
    "new": Status.OPEN,  # nobody has looked at it there
    "open": Status.OPEN,
    "pending": Status.PENDING,
    "hold": Status.ON_HOLD,
    "solved": Status.SOLVED,
    "closed": Status.CLOSED,
}
THEIRS_OF = {
    Status.OPEN: "open",
    Status.PENDING: "pending",
    Status.ON_HOLD: "hold",
    Status.SOLVED: "solved",
    Status.CLOSED: "closed",
}


@dataclass(frozen=True)
class Comment:
    """What was said there. message_id: of the message of ours that it is; None where somebody wrote it there."""

    id: str
    author_id: int
    body: str
    is_public: bool
    message_id: str | None


@dataclass(frozen=True)
class Twin:
    """A ticket there. updated_at: as they write it, for an update that shall meet it as it was read."""

    id: int
    requester_id: int
    status: Status
    updated_at: str
    comments: tuple[Comment, ...] = ()

    @property
    def brought(self) -> frozenset[str]:
        """The ids of our messages that are there."""
        return frozenset(each.message_id for each in self.comments if each.message_id)

    def foreign(self, said: Iterable[Message]) -> list[Comment]:
        """What somebody wrote there and is not among what was said here, oldest first."""
        taken = {each.helpdesk_id for each in said}
        return [each for each in self.comments if each.message_id is None and each.id not in taken]

    def updated(self, ticket: Mapping[str, Any]) -> "Twin":
        """As an update's answer has it."""
        return replace(self, status=OURS_OF[ticket["status"]], updated_at=ticket["updated_at"])


def twin_of(ticket: Mapping[str, Any], audits: Iterable[Mapping[str, Any]] = ()) -> Twin | None:
    """The twin of their ticket and its history, oldest first; None where it is deleted there.

    Raises KeyError where they do not have the form of Zendesk's.
    """
    if ticket["status"] not in OURS_OF:
        return None
    said = tuple(comment for audit in audits for comment in _comments(audit))
    status = OURS_OF[ticket["status"]]
    return Twin(ticket["id"], ticket["requester_id"], status, ticket["updated_at"], said)


def agreed(ours: Status, theirs: Status, before: Status | None, *, is_asked: bool) -> Status:
    """What both are from now on.

    before: what both were when they were last alike. is_asked: whether the shopper wrote what they did not know yet.
    """
    if ours is Status.CLOSED or is_asked or theirs is before:
        return ours
    return theirs  # where both moved, too: it is there that people work


def _comments(audit: Mapping[str, Any]) -> Iterable[Comment]:
    """Of one update there is one at the most; voice and the like have no text."""
    mark = (audit["metadata"].get("custom") or {}).get(MARK)
    for event in audit["events"]:
        if event["type"] == "Comment":
            yield Comment(str(event["id"]), event["author_id"], _text(event), event["public"], mark)


def _text(event: Mapping[str, Any]) -> str:
    """What a message of ours keeps of it: the text, and what came along."""
    names = [f"[{cleaned(each['file_name'])}, {each['size']} bytes]" for each in event.get("attachments", ())]
    end = "\n\nAttachments, not kept:\n" + "\n".join(names[:ATTACHMENTS_SHOWN]) if names else ""
    body = cleaned(event.get("plain_body") or event["body"])
    return (body[: BODY_MAX - len(end)].rstrip() or "(no text)") + end
