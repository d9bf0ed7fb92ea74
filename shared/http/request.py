"""What a route's function gets to know of a request besides its body, and how it settles one of staff's."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from shared.audit import Deed
from shared.audit_changes import Told
from shared.dynamo import Write
from shared.errors import Forbidden, Invalid, VersionConflict
from shared.http.caller import address_of
from shared.http.persons import SCOPE, without_persons
from shared.http.session import Session
from shared.idempotency import Claim
from shared.reply import Reply

T = TypeVar("T", bound=BaseModel)

# As we send it, with or without the mark of what was shown, weakened on the way, or bare.
_ETAG = re.compile(r'(?:W/)?("?)([0-9]{1,15})(?:-[0-9a-f]{12})?\1')


class BadHeader(Invalid):
    """A header of ours in a form it cannot have."""

    status = 400
    code = "invalid_header"


class LocationNotAllowed(Forbidden):
    """Who asks works at certain locations, and this is another one."""

    code = "location_not_allowed"

    def __init__(self) -> None:
        super().__init__("You may do this at your own locations only.")


class Decision(Protocol):
    """That somebody else has approved what the request does; see `shared.approvals`."""

    @property
    def id(self) -> str: ...  # the approval's
    @property
    def by(self) -> str: ...  # who approves it
    @property
    def given(self) -> Mapping[str, str]: ...  # what was settled when it was asked for
    def writes(self, reply: Reply[Any]) -> tuple[Write, ...]: ...  # for the commit of what is done
    def answer(self, reply: Reply[Any]) -> Reply[Any]: ...  # what the approver is told


@dataclass(frozen=True)
class Request:
    """What a route's function needs to know of the request besides its body."""

    id: str
    now: datetime
    method: str
    path: str
    principal: str  # who asks: `staff_…`, `key_…` of a system, `cus_…`, `cart_…`/`order_…` of a token, `anonymous`
    scopes: frozenset[str]  # of the key, or of the roles
    claim: Claim
    if_match: int | None  # the version that If-Match names
    headers: dict[str, str]  # lower-case names
    raw: bytes
    source_ip: str = ""  # who connected to the gateway; `address` is who stands behind it
    session: Session | None = None  # of the customer who asks; whether it was ended, the command's read tells
    proven: frozenset[str] = frozenset()  # the principal, and whose tokens else the request carries
    action: str | None = None  # what the audit log calls what staff do here; None: nothing is done, or no staff do it
    locations: frozenset[str] = frozenset()  # at which alone somebody of the staff may change stock; none: at all
    may_ask: bool = True  # whether what needs a second person is asked for; a job reports it instead
    approved: Decision | None = None  # where it is done for the principal, in the request of who approves it

    @property
    def address(self) -> str:
        """The caller's address, which limits are counted by; see `shared.http.caller`."""
        return address_of(self.headers, self.source_ip)

    def settle(
        self, reply: Reply[Any], *, on: str, before: Told = None, after: Told = None, reason: str | None = None
    ) -> tuple[Write, ...]:
        """The writes of staff's own for the commit that has the effect: the answer to replay, and the row that tells
        who did what, in the audit log.

        on: the id of what it is done to. before, after: how it looks, None where it was not or is not any more; what
        differs is told. reason: one of the request's own words for it, never free text.
        """
        return (
            *self.claim.settle(self.answer(reply)),
            *self.deed.on(on, before, after, reason),
            *self.decided(reply),
        )

    def answer(self, reply: Reply[Any]) -> Reply[Any]:
        """What whoever sent the request is told."""
        return self.approved.answer(reply) if self.approved else reply

    def decided(self, reply: Reply[Any]) -> tuple[Write, ...]:
        """Of what was approved, the writes that say so, for the commit that does it."""
        return self.approved.writes(reply) if self.approved else ()

    @property
    def deed(self) -> Deed:
        """Who does what, for the audit log."""
        if self.action is None:
            raise ValueError(f"{self.method} {self.path} is nothing that staff do; it settles by its claim")
        deed = Deed(self.principal, self.action, self.id, self.address)
        return replace(deed, approved_by=self.approved.by, approval_id=self.approved.id) if self.approved else deed

    def require_match(self, current: int) -> None:
        """Where the client sent If-Match, the object must still be at that version. Raises VersionConflict."""
        if self.if_match is not None and self.if_match != current:
            raise VersionConflict(current)

    @property
    def customer_id(self) -> str | None:
        """The customer who asks, if it is one."""
        return self.session.customer_id if self.session else None

    def seen(self, view: T) -> T:
        """The answer as who asks may see it: to staff without `customers:read`, nothing in it is a person's."""
        return view if SCOPE in self.scopes else without_persons(view)

    def require_scope(self, scope: str) -> None:
        """For what asks for more than the route itself does, as things stand. Raises Forbidden."""
        if scope not in self.scopes:
            raise lacking(scope)

    def require_location(self, *location_ids: str | None) -> None:
        """For what changes stock at these locations, or at any (None). Raises LocationNotAllowed."""
        if self.locations and not self.locations.issuperset(location_ids):
            raise LocationNotAllowed

    def require_scopes(self, scopes: Iterable[str]) -> None:
        """As require_scope, for each of them."""
        for scope in scopes:
            self.require_scope(scope)


def lacking(scope: str) -> Forbidden:
    """What is said to a caller without this scope."""
    return Forbidden(f"This needs the scope {scope}.", details={"scope": scope})


def if_match(headers: dict[str, str]) -> int | None:
    """The version that If-Match names, None where any will do. Raises BadHeader."""
    value = headers.get("if-match", "").strip()
    if value in ("", "*"):
        return None
    version = _ETAG.fullmatch(value)
    if version is None:  # an empty one too: a client that lost the version must not write over what it has not seen
        raise BadHeader('If-Match takes an object\'s version, as its ETag shows it: "3".', param="If-Match")
    return int(version[2])
