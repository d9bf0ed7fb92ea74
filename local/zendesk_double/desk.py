"""What the double remembers: tickets with their audits, people, what was deleted; and what it tells of a change."""

import itertools
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from local.zendesk_double.answers import Json, ZendeskError, invalid, not_found

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = ("urgent", "high", "normal", "low")
COMMENT_KEYS = {"body", "public", "author_id"}
TICKET_KEYS = {
    "external_id",
    "subject",
    "requester_id",
    "status",
    "priority",
    "tags",
    "custom_fields",
    "comment",
    "metadata",
    "via_followup_source_id",
    "safe_update",
    "updated_stamp",
}
METADATA_BYTES_MAX = 1024
COMMENT_LENGTH_MAX = 64 * 1024

Tell = Callable[[Json], None]


class Desk:
    """An account. The caller holds its lock. clock: seconds since the epoch; tell: hears of each event of a ticket."""

    def __init__(self, clock: Callable[[], float], tell: Tell, bot: str) -> None:
        self._clock, self._tell, self._bot_email = clock, tell, bot
        self.reset()

    def reset(self) -> None:
        """Empty, but for the agent whose token it is and another one who answers."""
        self._numbers = itertools.count(int(self._clock()) * 1000)  # no id is one of an earlier run's
        self.tickets: dict[int, Json] = {}
        self.audits: dict[int, list[Json]] = {}
        self.users: dict[int, Json] = {}
        self.deleted_tickets: dict[int, Json] = {}
        self.deleted_users: dict[int, Json] = {}
        self.bot = self._add_user({"name": "Storewright", "email": self._bot_email, "role": "admin"})["id"]
        self.agent = self._add_user({"name": "Ada", "email": "ada@helpdesk.example", "role": "agent"})["id"]

    def now(self) -> str:
        return datetime.fromtimestamp(int(self._clock()), UTC).isoformat().replace("+00:00", "Z")

    # people

    def create_user(self, user: Json) -> Json:
        if not user.get("name"):
            raise invalid("Name: cannot be blank")
        if any(each["email"].casefold() == str(user.get("email", "")).casefold() for each in self.users.values()):
            raise invalid("Email: is already being used by another user")
        if user.get("role", "end-user") not in ("end-user", "agent", "admin"):
            raise invalid("Role: is not valid")
        return self._add_user(user)

    def _add_user(self, user: Json) -> Json:
        made = {"id": next(self._numbers), "role": "end-user", **user}
        made.pop("skip_verify_email", None)
        self.users[made["id"]] = made
        return made

    def user(self, user_id: int) -> Json:
        if user_id not in self.users:
            raise not_found()
        return self.users[user_id]

    def requested(self, user_id: int) -> list[Json]:
        self.user(user_id)
        return [each for each in self.tickets.values() if each["requester_id"] == user_id]

    def delete_user(self, user_id: int) -> Json:
        user = self.user(user_id)
        if any(each["status"] != "closed" for each in self.requested(user_id)):
            raise invalid("User is requester of tickets that are not closed")
        self.deleted_users[user_id] = self.users.pop(user_id)
        return user

    # tickets

    def create(self, asked: Json, actor: int) -> Json:
        _known(asked, TICKET_KEYS)
        comment = asked.get("comment")
        if not comment:
            raise invalid("Description: cannot be blank")
        requester = self._requester(asked)
        self._check(asked)
        source = asked.get("via_followup_source_id")
        if source is not None and self.ticket(source)["status"] != "closed":
            raise invalid("Followup source: is not closed")
        ticket_id, moment = next(self._numbers), self.now()
        ticket = {
            "id": ticket_id,
            "external_id": asked.get("external_id"),
            "subject": asked.get("subject") or comment["body"],
            "description": comment["body"],
            "requester_id": requester,
            "submitter_id": actor,
            "status": asked.get("status") or "new",
            "priority": asked.get("priority"),
            "tags": list(asked.get("tags") or []),
            "custom_fields": list(asked.get("custom_fields") or []),
            "created_at": moment,
            "updated_at": moment,
            "via": {"channel": "api", "source": {"rel": "follow_up" if source else None}},
        }
        self.tickets[ticket_id], self.audits[ticket_id] = ticket, []
        creates = [
            {"id": next(self._numbers), "type": "Create", "field_name": name, "value": ticket[name]}
            for name in ("subject", "status")
        ]
        self._audit(ticket, actor, comment, asked.get("metadata"), creates)
        self._say(ticket, "created", {}, actor)
        return ticket

    def update(self, ticket_id: int, asked: Json, actor: int) -> tuple[Json, Json]:
        """The ticket and the audit."""
        ticket = self.ticket(ticket_id)
        _known(asked, TICKET_KEYS - {"via_followup_source_id"})
        self._check(asked)
        if ticket["status"] == "closed":
            raise invalid("Status: closed prevents ticket update")
        if asked.get("safe_update"):
            if "updated_stamp" not in asked:
                raise ZendeskError(400, "BadRequest", "Safe update requires updated_stamp")
            if asked["updated_stamp"] < ticket["updated_at"]:
                raise ZendeskError(409, "UpdateConflict", "Safe Update prevented the update due to an outdated ticket")
        before = ticket["status"]
        ticket |= {name: asked[name] for name in ("status", "priority", "tags", "subject") if asked.get(name)}
        ticket["updated_at"] = self.now()
        changes = []
        if ticket["status"] != before:
            change = {"type": "Change", "field_name": "status", "value": ticket["status"], "previous_value": before}
            changes.append({"id": next(self._numbers), **change})
        audit = self._audit(ticket, actor, asked.get("comment"), asked.get("metadata"), changes)
        if changes:
            told = {"current": ticket["status"].upper(), "previous": before.upper()}
            self._say(ticket, "status_changed", told, actor)
        return ticket, audit

    def ticket(self, ticket_id: int) -> Json:
        if ticket_id not in self.tickets:
            raise not_found()
        return self.tickets[ticket_id]

    def delete(self, ticket_id: int) -> None:
        self.deleted_tickets[ticket_id] = self.ticket(ticket_id)
        del self.tickets[ticket_id]

    def delete_for_good(self, ticket_id: int) -> Json:
        if ticket_id not in self.deleted_tickets:
            raise not_found()
        del self.deleted_tickets[ticket_id], self.audits[ticket_id]
        return {"job_status": {"id": new_event_id(), "status": "queued"}}

    def _check(self, asked: Json) -> None:
        """Before anything is changed."""
        if asked.get("status") not in (None, *STATUSES):
            raise invalid("Status: is not valid")
        if asked.get("priority") not in (None, *PRIORITIES):
            raise invalid("Priority: is not valid")
        if len(json.dumps(asked.get("metadata") or {})) > METADATA_BYTES_MAX:
            raise invalid("Metadata: is too long")
        if comment := asked.get("comment"):
            _known(comment, COMMENT_KEYS)
            if not str(comment.get("body") or "").strip() or len(comment["body"]) > COMMENT_LENGTH_MAX:
                raise invalid("Comment: body is blank or too long")
            if comment.get("author_id", self.bot) not in self.users:
                raise invalid("Author: is not valid")

    def _requester(self, asked: Json) -> int:
        requester = asked.get("requester_id")
        if requester is None:
            return int(self.bot)
        if requester not in self.users:
            raise invalid("Requester: is not valid")
        return int(requester)

    def _audit(self, ticket: Json, actor: int, comment: Json | None, metadata: Any, events: list[Json]) -> Json:
        said = [self._comment(comment, actor)] if comment else []
        audit = {
            "id": next(self._numbers),
            "ticket_id": ticket["id"],
            "created_at": self.now(),
            "author_id": actor,
            "metadata": {"system": {}, "custom": dict(metadata or {})},
            "events": [*said, *events],
            "via": {"channel": "api"},
        }
        self.audits[ticket["id"]].append(audit)
        for each in said:
            author = self.users.get(each["author_id"], {"role": "end-user", "name": ""})
            is_staff = author["role"] != "end-user"
            told = {
                "id": str(each["id"]),
                "body": each["body"],
                "is_public": each["public"],
                "author": {"id": str(each["author_id"]), "is_staff": is_staff, "name": author["name"]},
            }
            self._say(ticket, "comment_added", {"comment": told}, actor)
        return audit

    def _comment(self, comment: Json, actor: int) -> Json:
        return {
            "id": next(self._numbers),
            "type": "Comment",
            "author_id": comment.get("author_id", actor),
            "body": comment["body"],
            "plain_body": comment["body"],
            "public": comment.get("public", True),
            "attachments": [],
        }

    def _say(self, ticket: Json, what: str, event: Json, actor: int) -> None:
        detail = {name: ticket[name] for name in ("external_id", "subject", "tags", "created_at", "updated_at")}
        ids = {name: str(ticket[name]) for name in ("id", "requester_id", "submitter_id")}
        self._tell(
            {
                "id": new_event_id(),
                "account_id": 1,
                "type": f"zen:event-type:ticket.{what}",
                "subject": f"zen:ticket:{ticket['id']}",
                "time": self.now(),
                "zendesk_event_version": "2022-11-06",
                "detail": {**detail, **ids, "actor_id": str(actor), "status": ticket["status"].upper()},
                "event": event,
            }
        )


def new_event_id() -> str:
    """A UUID, as Zendesk's events have."""
    return str(uuid.uuid4())


def _known(asked: Json, names: set[str]) -> None:
    """Zendesk ignores what it does not know; here it is a mistake of ours."""
    if unknown := asked.keys() - names:
        raise invalid(f"Not known: {', '.join(sorted(unknown))}")
