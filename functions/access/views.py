"""The shapes that API keys, staff and roles take in requests and answers."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from functions.access.api_key import ApiKey
from functions.access.member import Member, Status
from functions.access.role import NOWHERE, Role, limits_of, scopes_of
from functions.access.scopes import SCOPES
from shared.http import Email, Input, View
from shared.http.addresses import network
from shared.http.text import Text

RANGES_MAX = 20  # of addresses, for one key; a system calls from a few
LOCATIONS_MAX = 20  # of one member; who works at more works at all
ROLES_EACH_MAX = 10  # roles of one member; their scopes add up

Scopes = Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=len(SCOPES))]
Roles = Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=ROLES_EACH_MAX)]
Locations = Annotated[list[Annotated[str, Field(pattern=r"^loc_[0-9A-Z]{26}$")]], Field(max_length=LOCATIONS_MAX)]
Name = Annotated[str, Text(100, is_required=True)]
Network = Annotated[str, Field(max_length=64), AfterValidator(network)]


class NewKey(Input):
    """A key to make: what it is for, what it may do, and until when; without an end it lives until it is revoked.

    allowed_ips: from where alone it may be used; none: from anywhere.
    """

    name: Name
    scopes: Scopes
    expires_at: AwareDatetime | None = None
    allowed_ips: Annotated[list[Network], Field(max_length=RANGES_MAX, default_factory=list)]


class KeyView(View):
    """An API key, without its secret."""

    id: str
    object: Literal["api_key"] = "api_key"
    version: int
    name: str
    scopes: list[str]
    created_at: str
    created_by: str | None
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    allowed_ips: list[str]


class NewKeyView(KeyView):
    """A key as it is shown once, to whoever made it."""

    token: str


def key_view(key: ApiKey, last_used_at: str | None) -> KeyView:
    """The key as it is shown."""
    return KeyView.model_validate(_fields(key) | {"last_used_at": last_used_at})


def new_key_view(key: ApiKey, token: str) -> NewKeyView:
    """The key as its maker sees it, with its token."""
    return NewKeyView.model_validate({**_fields(key), "token": token})


def _fields(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "version": key.version,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "created_by": key.created_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": None,
        "allowed_ips": list(key.allowed_ips),
    }


class NewMember(Input):
    """Somebody to let into the staff: a letter with a first password goes to the address.

    locations: at which alone they may change stock and ship; none: at all.
    """

    email: Email
    name: Name
    roles: Roles
    locations: Locations = Field(default_factory=list)


class MemberChange(Input):
    """What shall be otherwise of a member."""

    name: Name | None = None
    roles: Roles | None = None
    status: Literal[Status.ACTIVE, Status.DEACTIVATED] | None = None
    locations: Locations | None = None


class MemberView(View):
    """Somebody of the staff. `scopes` are what the roles together allow, stock changes at `effective_locations` alone.

    effective_locations: what is left of `locations` by the roles' own; null: at all.
    """

    id: str
    object: Literal["staff_member"] = "staff_member"
    version: int
    email: str
    name: str
    status: Literal["invited", "active", "deactivated", "removed"]
    roles: list[str]
    scopes: list[str]
    locations: list[str]
    effective_locations: list[str] | None
    created_at: str
    created_by: str | None
    last_used_at: str | None


class NewRole(Input):
    """A role of the shop's own.

    locations: at which alone whoever has it may change stock and ship, whatever else they have; none: at all.
    """

    name: Name
    scopes: Scopes
    locations: Locations = Field(default_factory=list)


class RoleChange(Input):
    """What shall be otherwise of a role of the shop's own."""

    name: Name | None = None
    scopes: Scopes | None = None
    locations: Locations | None = None


class RoleView(View):
    """A role and what it allows. One that is built in has no time of its making, and stays as it is."""

    id: str
    object: Literal["role"] = "role"
    version: int
    name: str
    scopes: list[str]
    locations: list[str]
    is_built_in: bool
    created_at: str | None


def member_view(member: Member, own: Mapping[str, Role], last_used_at: str | None) -> MemberView:
    """The member as shown. own: the roles of the shop's own that there are."""
    limits = limits_of(member.locations, member.roles, own)
    is_waiting = member.status == Status.ACTIVE and last_used_at is None
    return MemberView(
        id=member.id,
        version=member.version,
        email=member.email,
        name=member.name,
        status="invited" if is_waiting else member.status.value,
        roles=list(member.roles),
        scopes=list(scopes_of(member.roles, own)),
        locations=list(member.locations),
        effective_locations=_left(limits),
        created_at=member.created_at,
        created_by=member.created_by,
        last_used_at=last_used_at,
    )


class CallerView(View):
    """Who asks, and what they may do. `roles` are a member's, `email` their own; a key has neither.

    locations: at which alone they may change stock; null: at all.
    """

    id: str
    object: Literal["caller"] = "caller"
    kind: Literal["staff", "key"]
    name: str
    email: str | None
    roles: list[str]
    scopes: list[str]
    locations: list[str] | None


def caller_member_view(member: Member, own: Mapping[str, Role]) -> CallerView:
    """Somebody of the staff as they see themselves. own: the roles of the shop's own that there are."""
    return CallerView(
        id=member.id,
        kind="staff",
        name=member.name,
        email=member.email,
        roles=list(member.roles),
        scopes=list(scopes_of(member.roles, own)),
        locations=_left(limits_of(member.locations, member.roles, own)),
    )


def caller_key_view(key: ApiKey) -> CallerView:
    """A key, as it counts, as it sees itself."""
    return CallerView(
        id=key.id,
        kind="key",
        name=key.name,
        email=None,
        roles=[],
        scopes=list(key.allowed),
        locations=_left(key.locations),
    )


def _left(limits: Sequence[str]) -> list[str] | None:
    """The locations that limits leave, which may be none; None where there is no limit."""
    return [each for each in limits if each not in NOWHERE] if limits else None


def told_of(view: MemberView) -> dict[str, object]:
    """What the audit log is told of a member: no name and no address, which would outlast the person there."""
    return view.model_dump(exclude={"name", "email", "last_used_at"})


def role_view(role: Role) -> RoleView:
    """The role as shown."""
    return RoleView(
        id=role.id,
        version=role.version,
        name=role.name,
        scopes=list(role.scopes),
        locations=list(role.locations),
        is_built_in=role.is_built_in,
        created_at=role.created_at,
    )
