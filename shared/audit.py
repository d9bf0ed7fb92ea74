"""The audit log: one row for each thing that staff did, in the commit of what it did. Rows are added, and that is all.

| entity | pk | sk | says |
|---|---|---|---|
| entry | `ON#{id of what it was done to}` | `aud_{ULID}` | who did what, what it changed, and why |
| origin | `FROM#aud_{ULID}` | `FROM` | the network address that it was done from, for 90 days |

| question | answered by |
|---|---|
| all that was done to an object | the object's partition, consistently |
| all that was done, newest first | index `audit_by_time` |
| all that somebody did | index `audit_by_actor` |
| all that was done of a kind | index `audit_by_action` |

An entry's id is its request's in other letters: `aud_01JD…` of `req_01JD…`. So a request has one entry at most,
whatever is tried again, and what it caused is found by it. When it was done stands in the id as well.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared import clock, ids
from shared.audit_changes import Told, changes
from shared.dynamo import Item, Write, create
from shared.table import Index, TableSpec

BY_TIME = Index("audit_by_time", partition="listed", sort="sk", keys_only=True)
BY_ACTOR = Index("audit_by_actor", partition="actor", sort="sk", keys_only=True)
BY_ACTION = Index("audit_by_action", partition="action", sort="sk", keys_only=True)
SPEC = TableSpec("audit", indexes=(BY_TIME, BY_ACTOR, BY_ACTION), says=False)

LISTED = "entry"  # the one partition of BY_TIME: a thousand entries a second before it is hot
ORIGIN_DAYS = 90  # an address is a person's; three months find out what somebody did with a stolen key
OPERATOR = "operator"  # whoever may invoke an operator's Lambda; the account's own trail tells who that was
ROWS = 2  # of a commit's writes at the most: those that hold many leave room for so many


@dataclass(frozen=True)
class Deed:
    """Something that was done: by whom, under which name, in which request, from where ("": from nowhere to tell)."""

    actor: str  # a key's or a staff account's id, or OPERATOR
    action: str  # `order.cancel`
    request_id: str
    address: str = ""
    approved_by: str = ""  # who approved it, in whose request it was done; "": it needed nobody else
    approval_id: str = ""

    def on(
        self, object_id: str, before: Told = None, after: Told = None, reason: str | None = None
    ) -> tuple[Write, ...]:
        """The rows that tell of it, for the commit that does it. before, after: the object, None where it was not."""
        entry_id = entry_id_of(self.request_id)
        changed, left_out = changes(before, after)
        entry: Item = {
            "pk": entry_pk(object_id),
            "sk": entry_id,
            "listed": LISTED,
            "actor": self.actor,
            "action": self.action,
            "changes": json.dumps(changed, ensure_ascii=False, separators=(",", ":")),
            **({"left_out": left_out} if left_out else {}),
            **({"reason": reason} if reason else {}),
            **({"approved_by": self.approved_by, "approval_id": self.approval_id} if self.approved_by else {}),
        }
        return (create(SPEC, entry), *self._origin(entry_id))

    def _origin(self, entry_id: str) -> tuple[Write, ...]:
        if not self.address:
            return ()
        pk, sk = origin_key(entry_id)
        ttl = clock.epoch(kept_until(entry_id))
        return (create(SPEC, {"pk": pk, "sk": sk, "address": self.address, "ttl": ttl}),)


@dataclass(frozen=True)
class Entry:
    """A row as it is read."""

    id: str
    object_id: str
    actor: str
    action: str
    changes: Mapping[str, tuple[Any, Any]]  # field → (before, after)
    left_out: int  # how many fields more were changed than are told
    reason: str | None
    approved_by: str | None = None
    approval_id: str | None = None

    @property
    def created_at(self) -> datetime:
        """When the request came."""
        return ids.moment_of(self.id)

    @property
    def request_id(self) -> str:
        """The request that did it; what it caused carries the same as its correlation id."""
        return "req" + self.id.removeprefix("aud")


def entry_of(item: Item) -> Entry:
    """The entry of a stored item."""
    return Entry(
        id=item["sk"],
        object_id=item["pk"].removeprefix("ON#"),
        actor=item["actor"],
        action=item["action"],
        changes={field: (before, after) for field, (before, after) in json.loads(item["changes"]).items()},
        left_out=item.get("left_out", 0),
        reason=item.get("reason"),
        approved_by=item.get("approved_by"),
        approval_id=item.get("approval_id"),
    )


def entry_id_of(request_id: str) -> str:
    """The id of the entry of a request."""
    return "aud" + request_id.removeprefix("req")


def entry_pk(object_id: str) -> str:
    """The partition of all that was done to an object."""
    return f"ON#{object_id}"


def origin_key(entry_id: str) -> tuple[str, str]:
    """Where the address is that it was done from."""
    return f"FROM#{entry_id}", "FROM"


def kept_until(entry_id: str) -> datetime:
    """Until when the address may be kept and shown, whenever its row is removed."""
    return ids.moment_of(entry_id) + timedelta(days=ORIGIN_DAYS)
