"""Second approval: what one of the staff asks for, and another has to approve before it is done.

| entity | pk | sk | changes |
|---|---|---|---|
| approval | `APPROVAL#{apr_…}` | `APPROVAL` | once: it is approved or declined, or its time is over |
| event | `APPROVAL#{apr_…}` | `EVENT#…` | |
| claim | `IDEM#…` | `IDEM` | once |

| question | answered by |
|---|---|
| an approval | its key |
| approvals, newest first | index `approvals_by_time` |
| pending ones, whose time is over first | index `pending_approvals`, sparse |

A command asks for one in its own words, where the shop's settings want it (`refund_waits` and the like): then it ends
by `ask` instead of doing anything. The domain `approvals` lists them, and runs the same command again, with the body
that is kept, for whoever asked and in the request of whoever approves. The commit that does it holds the decision too,
so that it is done once, and not at all after a no.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field, Json

from shared import clock, dynamo, ids, outbox
from shared.approval_events import Closed, Requested
from shared.dynamo import Item, Write, commit, create
from shared.errors import Refused
from shared.event import Event
from shared.http.models import View
from shared.http.request import Request
from shared.reply import LeftOut, Reply
from shared.settings import Settings, read_settings
from shared.table import Index, TableSpec

BY_TIME = Index("approvals_by_time", partition="listed", sort="id", keys_only=True)
PENDING = Index("pending_approvals", partition="pending", sort="expires_at", keys_only=True)
SPEC = TableSpec("approvals", indexes=(BY_TIME, PENDING))
LISTED = "approval"  # the one partition of each
KEPT = timedelta(days=90)  # after its end; the audit log tells for good who asked and who decided
MONEY = "payments:write"  # the scope by which money goes back


class Status(StrEnum):
    """Where an approval stands. That its time is over counts from that moment on, and is written down soon after."""

    PENDING = "pending"  # nobody has decided
    APPROVED = "approved"  # it was done, in the commit that says so
    DECLINED = "declined"  # it will not be
    EXPIRED = "expired"  # nobody decided in time


class Rules(Settings):
    """What waits for a second person, by the shop's settings: nothing, unless they say so.

    approve_refunds_above: minor units by currency. A currency that is not named waits for nobody.
    """

    approve_refunds_above: Json[dict[str, int]] = Field(default_factory=dict)
    approve_roles: bool = False
    approve_keys: bool = False
    approve_erasures: bool = False
    approval_hours: int = 72


class NotOpen(Refused):
    """It was approved or declined before, or its time is over."""

    code = "approval_closed"

    def __init__(self, status: str) -> None:
        super().__init__(f"The approval is {status}.", details={"status": status})


class NeedsApproval(Refused):
    """A second person has to approve it, and nobody asks for that here."""

    code = "needs_approval"

    def __init__(self) -> None:
        super().__init__("Another person has to approve it: ask for it by itself.")


@dataclass(frozen=True)
class Approval:
    """What somebody asked for. Times are stamps.

    names: the path parameters of the route; body: as it was sent; given: what was settled when it was asked for.
    """

    id: str
    action: str  # the route's: `refund.create`
    scope: str  # what asking took; deciding takes it as well
    object_id: str
    names: Mapping[str, str]
    body: Mapping[str, Any]
    if_match: int | None
    given: Mapping[str, str]
    asked_by: str
    created_at: str
    expires_at: str
    status: Status = Status.PENDING
    decided_by: str | None = None
    decided_at: str | None = None
    result_id: str | None = None
    version: int = 1

    def state(self, now: datetime) -> Literal["pending", "approved", "declined", "expired"]:
        """As it is shown."""
        if self.status is Status.PENDING and self.expires_at <= clock.stamp(now):
            return "expired"
        return self.status.value

    def require_open(self, now: datetime) -> None:
        """Raises NotOpen where nothing is to be decided any more."""
        if (state := self.state(now)) != "pending":
            raise NotOpen(state)

    def expired(self) -> "Approval":
        """Closed, since nobody decided in time."""
        return replace(self, status=Status.EXPIRED, version=self.version + 1)

    def decided(self, status: Status, by: str, now: datetime, result_id: str | None = None) -> "Approval":
        """Approved or declined. result_id: of what came of it."""
        return replace(
            self,
            status=status,
            decided_by=by,
            decided_at=clock.stamp(now),
            result_id=result_id,
            version=self.version + 1,
        )


class ApprovalView(View):
    """Something that one of the staff asked for, and that another has to approve.

    body: of the request that asks. token: an API key's, which counts once it is approved; shown to who asks, once.
    """

    id: str
    object: Literal["approval"] = "approval"
    status: Literal["pending", "approved", "declined", "expired"]
    action: str
    scope: str
    object_id: str
    body: dict[str, Any]
    asked_by: str
    created_at: str
    expires_at: str
    decided_by: str | None
    decided_at: str | None
    result_id: str | None
    token: str | None = None
    version: int


@dataclass(frozen=True)
class Approved:
    """That a request does what another one asked for; what its commit and its answer have besides.

    checks: they let the commit stand only while those two count that it is done by.
    """

    approval: Approval
    by: str
    now: datetime
    checks: tuple[Write, ...] = ()

    @property
    def given(self) -> Mapping[str, str]:
        """What was settled when it was asked for."""
        return self.approval.given

    @property
    def id(self) -> str:
        return self.approval.id

    def writes(self, reply: Reply[Any]) -> tuple[Write, ...]:
        """The decision, beside what is done by it. The commit raises NotOpen."""
        return (*decision(self._after(reply), self.now), *self.checks)

    def answer(self, reply: Reply[Any]) -> Reply[Any]:
        """What the approver is told in the place of the command's own answer, which is the asker's."""
        after = self._after(reply)
        return Reply(view_of(after, self.now), version=after.version)

    def _after(self, reply: Reply[Any]) -> Approval:
        result_id = json.loads(reply.body).get("id")
        return self.approval.decided(Status.APPROVED, self.by, self.now, result_id)


def refund_waits(request: Request, amount: int, currency: str) -> bool:
    """Whether so much, in minor units, goes back only when another person has approved it."""
    most = read_settings(Rules).approve_refunds_above.get(currency)
    return request.approved is None and most is not None and amount > most


def roles_wait(request: Request) -> bool:
    """Whether somebody gets more scopes only when another person has approved it."""
    return request.approved is None and read_settings(Rules).approve_roles


def key_waits(request: Request, scopes: tuple[str, ...]) -> bool:
    """Whether a key with these scopes counts only when another person has approved it: one that can move money."""
    return request.approved is None and read_settings(Rules).approve_keys and MONEY in scopes


def erasure_waits(request: Request) -> bool:
    """Whether a person is forgotten, where staff ask it, only when another person has approved it."""
    return request.approved is None and read_settings(Rules).approve_erasures


@dataclass(frozen=True)
class Asked:
    """What is asked for besides the body. on: the id of what it is about; given, and token: of a key."""

    on: str
    scope: str
    names: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    left_out: LeftOut | None = None


def ask(request: Request, body: BaseModel, asked: Asked, *still: Write) -> Reply[Any]:
    """Ask for an approval instead of doing it: 202. still: let the commit stand only while the asker counts.

    Raises NeedsApproval for a request that asks for none.
    """
    if not request.may_ask:
        raise NeedsApproval
    approval = Approval(
        id=ids.new_id("apr", request.now),
        action=request.action or "",
        scope=asked.scope,
        object_id=asked.on,
        names=dict(asked.names),
        body=body.model_dump(mode="json", exclude_unset=True),
        if_match=request.if_match,
        given=dict(asked.given),
        asked_by=request.principal,
        created_at=clock.stamp(request.now),
        expires_at=clock.stamp(request.now + timedelta(hours=read_settings(Rules).approval_hours)),
    )
    shown = view_of(approval, request.now).model_copy(update={"token": asked.token})
    reply: Reply[Any] = Reply(shown, 202, version=approval.version, left_out=asked.left_out)
    told = {"action": approval.action, "object_id": approval.object_id, "expires_at": approval.expires_at}
    asking = replace(request, action="approval.ask")
    commit(*opened(approval, request.now), *still, *asking.settle(reply, on=approval.id, after=told))
    return reply


def opened(approval: Approval, now: datetime) -> tuple[Write, ...]:
    """The writes of a new one, with its news."""
    return (create(SPEC, item_of(approval)), *_said(approval, _requested(approval), now))


def decision(after: Approval, now: datetime) -> tuple[Write, ...]:
    """The writes of a decision, one alone, with its news. The commit raises NotOpen."""
    closes = dynamo.replace_if(
        SPEC,
        item_of(after),
        "#status = :pending AND #expires_at > :now",
        names={"#status": "status", "#expires_at": "expires_at"},
        values={":pending": Status.PENDING.value, ":now": clock.stamp(now)},
        refusal=lambda found: NotOpen(approval_of(found).state(now) if found else "gone"),
    )
    return (dynamo.speaking_first(closes), *_said(after, _closed(after), now))


def expiry(before: Approval, now: datetime) -> tuple[Write, ...]:
    """The writes that close one that nobody decided in time, with its news. The commit raises Stale."""
    after = before.expired()
    return (dynamo.replace(SPEC, item_of(after), seen=before.version), *_said(after, _closed(after), now))


def _requested(approval: Approval) -> Requested:
    return Requested(
        approval_id=approval.id,
        action=approval.action,
        scope=approval.scope,
        object_id=approval.object_id,
        asked_by=approval.asked_by,
        expires_at=approval.expires_at,
    )


def _closed(approval: Approval) -> Closed:
    assert approval.status is not Status.PENDING
    return Closed(
        approval_id=approval.id,
        action=approval.action,
        object_id=approval.object_id,
        asked_by=approval.asked_by,
        status=approval.status.value,
        decided_by=approval.decided_by,
    )


def _said(approval: Approval, event: Event, now: datetime) -> tuple[Write, ...]:
    aggregate = outbox.Aggregate("approval", approval.id, approval.version)
    return outbox.say(SPEC, key_of(approval.id)[0], aggregate, event, now=now)


def view_of(approval: Approval, now: datetime) -> ApprovalView:
    """The approval as it is shown."""
    shown = {name: value for name, value in asdict(approval).items() if name in ApprovalView.model_fields}
    return ApprovalView.model_validate({**shown, "status": approval.state(now)})


def key_of(approval_id: str) -> tuple[str, str]:
    """Where the approval is."""
    return f"APPROVAL#{approval_id}", "APPROVAL"


def item_of(approval: Approval) -> Item:
    """The approval as it is stored."""
    pk, sk = key_of(approval.id)
    ttl = clock.epoch(clock.parse(approval.expires_at) + KEPT)
    told = {**asdict(approval), "status": approval.status.value, "body": json.dumps(approval.body, ensure_ascii=False)}
    waits = {"pending": LISTED} if approval.status is Status.PENDING else {}
    return {"pk": pk, "sk": sk, "listed": LISTED, **waits, "ttl": ttl, **told}


def approval_of(item: Item) -> Approval:
    """The approval of a stored item."""
    told = {name: item[name] for name in Approval.__dataclass_fields__}
    return Approval(**{**told, "status": Status(item["status"]), "body": json.loads(item["body"])})
