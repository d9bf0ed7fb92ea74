"""A shop's own roles: made, changed, taken away. Nobody puts into a role what they do not have."""

from functions.access import store
from functions.access.caller import Caller, caller_of
from functions.access.member import is_within
from functions.access.role import ROLES_MAX, Role
from functions.access.scopes import beyond, check_scopes, expand
from functions.access.table import role_key
from functions.access.views import NewRole, RoleChange, RoleView, role_view
from shared import approvals, clock, ids
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.errors import NotFound, Refused
from shared.http import Reply, Request


class TooManyRoles(Refused):
    """A shop has so many of its own at most."""

    code = "too_many_roles"

    def __init__(self) -> None:
        super().__init__(f"A shop has {ROLES_MAX} roles of its own at most.")


class RoleLimits(Refused):
    """To take a limit away is a change, which not everybody may make who may take the role away."""

    code = "role_limits"

    def __init__(self) -> None:
        super().__init__("The role limits whoever has it to locations: change that first, then take it away.")


def make_role(request: Request, body: NewRole) -> Reply[RoleView]:
    """A role of the shop's own. Raises MakerDead, UnknownScope, ScopeExceeded or TooManyRoles."""
    fetch(request.claim.read)
    caller, scopes = caller_of(request), check_scopes(body.scopes)
    caller.check_reach(scopes)
    if len(store.all_own_roles()) >= ROLES_MAX:
        raise TooManyRoles
    role = Role(ids.new_id("role", request.now), body.name, scopes, clock.stamp(request.now), tuple(body.locations))
    reply = Reply(role_view(role), 201, version=role.version)
    commit(*request.settle(reply, on=role.id, after=role_view(role)), store.role_made(role), *caller.still)
    return reply


def change_role(request: Request, role_id: str, body: RoleChange) -> Reply[RoleView]:
    """Another name, other scopes or locations; whoever has the role feels it within a minute.

    Raises NotFound, VersionConflict, MakerDead, UnknownScope, ScopeExceeded or LocationsExceeded.
    """

    def attempt() -> Reply[RoleView]:
        caller, before = _found(request, role_id)
        scopes = None if body.scopes is None else check_scopes(body.scopes)
        caller.check_reach(scopes or ())
        after = before.changed(body.name, scopes, None if body.locations is None else tuple(body.locations))
        if after.locations != before.locations:
            caller.check_locations(before.locations)
            caller.check_locations(after.locations)
        if approvals.roles_wait(request) and _allows_more(before, after):
            what = approvals.Asked(role_id, "staff:write", {"role_id": role_id})
            return approvals.ask(request, body, what, *caller.still)
        reply = Reply(role_view(after), version=after.version)
        if after is not before:
            told = request.settle(reply, on=role_id, before=role_view(before), after=role_view(after))
            commit(store.role_changed(before, after), *_beside(caller, role_id), *told)
        return reply

    return retry_stale(attempt)


def remove_role(request: Request, role_id: str) -> Reply[RoleView]:
    """Whoever has it keeps its id, which allows nothing any more. Raises as `change_role`, and RoleLimits."""

    def attempt() -> Reply[RoleView]:
        caller, role = _found(request, role_id)
        if role.locations:
            raise RoleLimits
        reply = Reply(role_view(role), version=role.version)
        told = request.settle(reply, on=role_id, before=role_view(role))
        commit(store.role_gone(role), *_beside(caller, role_id), *told)
        return reply

    return retry_stale(attempt)


def _allows_more(before: Role, after: Role) -> bool:
    """Whether whoever has it may do something, or somewhere, that they may not before."""
    return bool(beyond(after.scopes, expand(before.scopes))) or not is_within(after.locations, before.locations)


def _beside(caller: Caller, role_id: str) -> list[Write]:
    """That the caller counts; a role of theirs that is changed is looked at by that very write."""
    return [each for each in caller.still if each.key != role_key(role_id)]


def _found(request: Request, role_id: str) -> tuple[Caller, Role]:
    caller = caller_of(request)
    (role,) = fetch(store.role(role_id))
    if role is None:
        raise NotFound("role of the shop's own")
    request.require_match(role.version)
    caller.check_reach(role.scopes)
    return caller, role
