"""Changing what somebody of the staff may do, and whether they may at all; ending their sessions."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.access import store
from functions.access.caller import Caller, caller_of
from functions.access.invite_member import POOL
from functions.access.member import Member, OwnAccount, Status, check_locations, is_within
from functions.access.role import Role, check_roles, limits_of, scopes_of
from functions.access.scopes import beyond
from functions.access.table import member_key
from functions.access.views import MemberChange, MemberView, member_view, told_of
from shared import approvals, directory, telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def change_member(request: Request, staff_id: str, body: MemberChange) -> Reply[MemberView]:
    """Another name, other roles, deactivated or let in again, felt within a minute; or an approval that it waits for.

    Raises NotFound, VersionConflict, OwnAccount, OwnersOnly, ScopeExceeded, UnknownRole, LastOwner or AlreadyRemoved.
    """
    locations = None if body.locations is None else tuple(body.locations)
    values = {"status": body.status, "name": body.name, "locations": locations}
    return retry_stale(lambda: _change(request, staff_id, values, body))


def remove_member(request: Request, staff_id: str) -> Reply[MemberView]:
    """For good: the address is free again, the pool forgets the person; what they did keeps their id."""
    gone = {"status": Status.REMOVED, "email": "", "name": ""}
    return retry_stale(lambda: _change(request, staff_id, gone, None))


def sign_out_member(request: Request, staff_id: str) -> Reply[MemberView]:
    """End every session. Tokens that are out are refused within a minute. Raises as `change_member`."""

    def attempt() -> Reply[MemberView]:
        caller, before, last_here = _found(request, staff_id)
        after = before.signed_out(request.now)
        shown = member_view(after, store.own_roles(after.roles), last_here)
        reply = Reply(shown, version=after.version)
        told = request.settle(reply, on=staff_id, before=told_of(shown), after=told_of(shown))
        commit(*_beside(caller, staff_id), *store.member_changed(before, after), *told)
        directory.sign_out(POOL, staff_id)
        return reply

    return retry_stale(attempt)


def _change(request: Request, staff_id: str, values: dict[str, Any], body: MemberChange | None) -> Reply[MemberView]:
    roles = body.roles if body else None
    caller, before, last_here = _found(request, staff_id)
    own = store.own_roles([*before.roles, *(roles or ())])
    asked = None if roles is None else check_roles(roles, own)
    if asked is not None and asked != before.roles:
        _check_other(caller, staff_id)
        caller.check_owners(before, asked)
        caller.check_reach(scopes_of(asked, own))
    after = before.changed(request.now, **values, roles=asked)
    check_locations(after.roles, after.locations)
    if _limits(after, own) != _limits(before, own):
        caller.check_locations(_limits(after, own))
    if (after.status, after.locations) != (before.status, before.locations):
        _check_other(caller, staff_id)
    if body and approvals.roles_wait(request) and _may_more(before, after, own):
        asked_for = approvals.Asked(staff_id, "staff:write", {"staff_id": staff_id})
        return approvals.ask(request, body, asked_for, *caller.still)
    was, shown = (member_view(each, own, last_here) for each in (before, after))
    reply = Reply(shown, version=after.version)
    if after is not before:
        told = request.settle(reply, on=staff_id, before=told_of(was), after=told_of(shown))
        commit(*_beside(caller, staff_id), *store.member_changed(before, after), *told)
        telemetry.note("member_changed", staff_id=staff_id, status=after.status)
    _tell_pool(before, after)
    return reply


def _found(request: Request, staff_id: str) -> tuple[Caller, Member, str | None]:
    """Who asks, and whom it is about, who must reach no further. Raises MakerDead, NotFound, and so on."""
    caller = caller_of(request)
    _, member, last_here = fetch(request.claim.read, store.member(staff_id), store.last_use(staff_id))
    if member is None:
        raise NotFound("member of the staff")
    request.require_match(member.version)
    if member.id != caller.id:
        caller.check_owners(member, ())
        own = store.own_roles(member.roles)
        caller.check_reach(scopes_of(member.roles, own))
        caller.check_locations(_limits(member, own))
    return caller, member, last_here


def _check_other(caller: Caller, staff_id: str) -> None:
    if caller.id == staff_id:
        raise OwnAccount


def _beside(caller: Caller, staff_id: str) -> list[Any]:
    """That the caller counts; who of them is changed is looked at by that very write."""
    return [each for each in caller.still if each.key != member_key(staff_id)]


def _may_more(before: Member, after: Member, own: Mapping[str, Role]) -> bool:
    """Whether the member may do something, or somewhere, that they may not before."""
    is_wider = not is_within(_limits(after, own), _limits(before, own))
    return is_wider or bool(beyond(_force(after, own), _force(before, own)))


def _force(member: Member, own: Mapping[str, Role]) -> tuple[str, ...]:
    """What the member may really do."""
    return scopes_of(member.roles, own) if member.status == Status.ACTIVE else ()


def _limits(member: Member, own: Mapping[str, Role]) -> tuple[str, ...]:
    """At which locations alone the member works."""
    return limits_of(member.locations, member.roles, own)


POOL_DOES: dict[Status, Callable[[str, str], None]] = {
    Status.ACTIVE: directory.let_in,
    Status.DEACTIVATED: directory.turn_away,
    Status.REMOVED: directory.remove,
}


def _tell_pool(before: Member, after: Member) -> None:
    """After our own word, which counts at once; also where nothing differs: the telling may have failed before."""
    if after.status != Status.ACTIVE or before.status != Status.ACTIVE:
        POOL_DOES[after.status](POOL, after.id)
