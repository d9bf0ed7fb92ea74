"""Who asks, as far as what they may hand on goes: a key, or somebody of the staff, looked up and not believed.

What the authorizer said may be a minute old; who gives rights away must have them now, and still as it is committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.access import store
from functions.access.api_key import ApiKey, MakerDead, ScopeExceeded
from functions.access.member import LocationsExceeded, Member, OwnersOnly, Status, is_within, touches_owners
from functions.access.role import limits_of, scopes_of
from functions.access.scopes import beyond
from shared.dynamo import Write, fetch
from shared.http import Request


@dataclass(frozen=True)
class Caller:
    """A key or a member that counts."""

    id: str
    allowed: tuple[str, ...]
    makers: Sequence[str]  # what it comes from itself, the nearest last
    expires_at: str | None  # a key's end
    is_owner: bool
    still: tuple[Write, ...]  # they let a commit stand only while the caller counts
    locations: tuple[str, ...] = ()  # at which alone they work; none: at all

    @property
    def line(self) -> frozenset[str]:
        """The caller, and whatever it comes from: one hand, as far as anybody can tell."""
        return frozenset((self.id, *self.makers))

    def check_reach(self, scopes: Sequence[str]) -> None:
        """Nobody gives or takes what they do not have. Raises ScopeExceeded."""
        if missing := beyond(scopes, self.allowed):
            raise ScopeExceeded(missing)

    def check_locations(self, locations: Sequence[str]) -> None:
        """Raises LocationsExceeded where somebody would work, or works, where the caller does not."""
        if not is_within(locations, self.locations):
            raise LocationsExceeded

    def check_owners(self, before: Member | None, roles: Sequence[str]) -> None:
        """Raises OwnersOnly where the change is about an owner and the caller is none."""
        if touches_owners(before, roles) and not self.is_owner:
            raise OwnersOnly


def caller_of(request: Request) -> Caller:
    """Who sends the request. Raises MakerDead where they do not count any more."""
    return caller(request.principal, request.now)


def caller(principal: str, now: datetime) -> Caller:
    """Who that is, as they count now. Raises MakerDead where they do not any more."""
    if principal.startswith("staff_"):
        return _member(principal)
    key = counting_key(principal, now)
    return Caller(
        key.id, key.allowed, key.makers, key.expires_at, False, store.still_counting(key), locations=key.locations
    )


def _member(staff_id: str) -> Caller:
    member = active_member(staff_id)
    own = store.own_roles(member.roles)
    limits = limits_of(member.locations, member.roles, own)
    still = (store.still_as_it_was(member), *map(store.role_still_allows, own.values()))
    return Caller(member.id, scopes_of(member.roles, own), (), None, member.is_owner, still, locations=limits)


def counting_key(key_id: str, now: datetime) -> ApiKey:
    """The key, with what it may do now. Raises MakerDead where it does not count any more."""
    (key,) = fetch(store.api_key(key_id))
    if key is None or (key := store.as_it_counts(key)).refused(now):
        raise MakerDead
    return key


def active_member(staff_id: str) -> Member:
    """Raises MakerDead where there is none who may work here."""
    (member,) = fetch(store.member(staff_id))
    if member is None or member.status != Status.ACTIVE:
        raise MakerDead
    return member
