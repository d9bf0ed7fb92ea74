"""Whom of the staff to write to: who may do something, who stands behind a request, and at which address."""

from collections.abc import Collection

from functions.access import store
from functions.access.member import Member, Status
from functions.access.role import scopes_of
from shared.dynamo import fetch
from shared.http import Between

STAFF_MAX = 200  # looked through, the newest first; a shop has tens
PAGE = 100


def members_who_may(scopes: Collection[str], *, but: Collection[str]) -> list[str]:
    """Ids of the members who hold all of these scopes now; but: without these, and whoever they come from."""
    left_out = {each for one in but for each in _line(one)}
    active = [each for each in _staff() if each.status == Status.ACTIVE and each.id not in left_out]
    own = store.own_roles(role for each in active for role in each.roles)
    return [each.id for each in active if set(scopes) <= set(scopes_of(each.roles, own))]


def member_behind(principal: str) -> str | None:
    """The member who is it, or who made that key, or the key that made it; None for an operator's."""
    return next((each for each in reversed(_line(principal)) if each.startswith("staff_")), None)


def address_of(staff_id: str) -> str | None:
    """Where the member is written to; None for who is not there, or no more."""
    (member,) = fetch(store.member(staff_id))
    return member.email if member is not None and member.status == Status.ACTIVE else None


def _line(principal: str) -> tuple[str, ...]:
    """A key with all that it comes from, the nearest last; whatever else is alone."""
    if not principal.startswith("key_"):
        return (principal,)
    (key,) = fetch(store.api_key(principal))
    return (*key.makers, principal) if key else (principal,)


def _staff() -> list[Member]:
    found, page = store.newest_members(Between(), PAGE, None)
    while page.next_key and len(found) < STAFF_MAX:
        more, page = store.newest_members(Between(), PAGE, page.next_key)
        found += more
    return found
