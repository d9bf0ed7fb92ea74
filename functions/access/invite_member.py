"""Letting somebody into the staff: kept here first, then put into the pool, which writes to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.access import store
from functions.access.caller import caller_of
from functions.access.member import Member, Status, check_locations
from functions.access.role import check_roles, limits_of, scopes_of
from functions.access.views import MemberView, NewMember, member_view, told_of
from shared import approvals, clock, directory, ids, telemetry
from shared.dynamo import commit, fetch
from shared.errors import NotFound, Problem
from shared.http import Reply, Request

POOL = "staff"


def invite_member(request: Request, body: NewMember) -> Reply[MemberView]:
    """A new member with no more scope than whoever invites has. Sent again after a failure, it is gone on with.

    Raises MakerDead, UnknownRole, ScopeExceeded, OwnersOnly, EmailTaken or directory.AddressInPool.
    """
    begun, caller = fetch(request.claim.read)[0], caller_of(request)
    own = store.own_roles(body.roles)
    roles = check_roles(body.roles, own)
    caller.check_owners(None, roles)
    caller.check_reach(scopes_of(roles, own))
    caller.check_locations(limits_of(body.locations, roles, own))
    check_locations(roles, body.locations)
    member = (
        _begun(begun)
        if begun
        else new_member(body.email, body.name, roles, caller.id, request.now, tuple(body.locations))
    )
    if request.approved and not begun:
        member = replace(member, id=request.approved.given["staff_id"])
    elif not begun and approvals.roles_wait(request):
        what = approvals.Asked(member.id, "staff:write", given={"staff_id": member.id})
        return approvals.ask(request, body, what, *caller.still)
    shown = member_view(member, own, None)
    reply = Reply(shown, 201, version=member.version)
    if not begun:
        told = (*request.deed.on(member.id, after=told_of(shown)), *request.decided(reply))
        commit(*request.claim.start({"staff_id": member.id}), *store.invited(member), *caller.still, *told)
    _put_into_pool(member, request)
    goes_on = request.deed.on(member.id, told_of(shown), told_of(shown)) if begun else ()
    if finished := (*request.claim.finish(request.answer(reply)), *goes_on):
        commit(*finished)
    telemetry.note("member_invited", staff_id=member.id)
    return reply


def invite_again(request: Request, staff_id: str) -> Reply[MemberView]:
    """The letter once more: where the first one went astray, its week is over, or it was never sent.

    Raises NotFound, directory.AlreadyIn, ScopeExceeded or OwnersOnly.
    """
    caller = caller_of(request)
    _, member, last_here = fetch(request.claim.read, store.member(staff_id), store.last_use(staff_id))
    if member is None:
        raise NotFound("member of the staff")
    own = store.own_roles(member.roles)
    caller.check_owners(member, ())
    caller.check_reach(scopes_of(member.roles, own))
    if member.status != Status.ACTIVE or last_here:
        raise directory.AlreadyIn
    directory.invite(POOL, member.id, member.email)
    directory.invite_again(POOL, member.id)
    shown = member_view(member, own, last_here)
    reply = Reply(shown, version=member.version)
    commit(*request.settle(reply, on=member.id, before=told_of(shown), after=told_of(shown)), *caller.still)
    return reply


def new_member(
    address: str, name: str, roles: Sequence[str], by: str | None, now: datetime, locations: tuple[str, ...] = ()
) -> Member:
    """Somebody who may sign in from now on."""
    return Member(
        id=ids.new_id("staff", now),
        email=address,
        name=name,
        roles=tuple(roles),
        created_at=clock.stamp(now),
        created_by=by,
        locations=locations,
    )


def _put_into_pool(member: Member, request: Request) -> None:
    """Where that fails, the request may be sent again at once."""
    try:
        directory.invite(POOL, member.id, member.email)
    except Problem:
        if released := request.claim.release():
            commit(*released)
        raise


def _begun(begun: dict[str, str]) -> Member:
    (member,) = fetch(store.member(begun["staff_id"]))
    assert member is not None  # it was kept with the claim
    return member
