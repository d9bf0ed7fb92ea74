"""The shapes that entries of the audit log take in answers."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from shared import clock
from shared.audit import Entry
from shared.http import Created, CreatedWithin, Input, View

ActorId = Annotated[str, StringConstraints(pattern=r"^(?:operator|[a-z]{2,8}_[0-9A-Za-z]{1,64})$")]
ObjectId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_/]{1,128}$")]
Action = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}\.[a-z]{1,32}$")]


class AuditFilters(Input):
    """Which entries: those for which all filters hold."""

    actor: ActorId | None = None
    object: ObjectId | None = None
    action: Action | None = None


class AuditQuery(AuditFilters, CreatedWithin):
    """A page of the entries for which all filters hold."""


class AuditExport(AuditFilters, Created):
    """The entries to be written into a file: those for which all filters hold."""


class ActorView(View):
    """Who did it: an API key, somebody of the staff, or whoever may run the operator's functions."""

    type: Literal["key", "staff", "operator"]
    id: str

    @classmethod
    def of(cls, actor: str) -> "ActorView":
        """Of an id such as `key_…`, whose beginning is its type."""
        return cls.model_validate({"type": actor.partition("_")[0], "id": actor})


class ChangeView(View):
    """A field before and after; `(not kept)` in the place of what is a person's or a secret."""

    before: Any
    after: Any


class AuditEntryView(View):
    """What somebody did. changes: by the field's path. left_out: so many fields more, which were too much to tell.

    address: where it was asked from, for 90 days. approved_by: where a second person had to approve it.
    """

    id: str
    object: Literal["audit_entry"] = "audit_entry"
    created_at: str
    actor: ActorView
    action: str
    object_id: str
    changes: dict[str, ChangeView]
    left_out: int
    reason: str | None
    approved_by: ActorView | None
    approval_id: str | None
    request_id: str
    address: str | None


def entry_view(entry: Entry, addresses: Mapping[str, str]) -> AuditEntryView:
    """The entry as it is shown. addresses: those that may still be shown, by entry."""
    return AuditEntryView(
        id=entry.id,
        created_at=clock.stamp(entry.created_at),
        actor=ActorView.of(entry.actor),
        action=entry.action,
        object_id=entry.object_id,
        changes={field: ChangeView(before=was, after=becomes) for field, (was, becomes) in entry.changes.items()},
        left_out=entry.left_out,
        reason=entry.reason,
        approved_by=ActorView.of(entry.approved_by) if entry.approved_by else None,
        approval_id=entry.approval_id,
        request_id=entry.request_id,
        address=addresses.get(entry.id),
    )
