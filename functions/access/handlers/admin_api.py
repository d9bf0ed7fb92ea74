"""API keys, staff and roles, as staff keep them."""

from functions.access import store
from functions.access.change_member import change_member, remove_member, sign_out_member
from functions.access.change_role import change_role, make_role, remove_role
from functions.access.invite_member import invite_again, invite_member
from functions.access.make_key import make_key, token_again
from functions.access.revoke_key import revoke_key
from functions.access.role import BUILT_IN
from functions.access.show_caller import show_caller
from functions.access.show_member import list_members, show_member
from functions.access.table import SPEC
from functions.access.views import (
    CallerView,
    KeyView,
    MemberChange,
    MemberView,
    NewKey,
    NewKeyView,
    NewMember,
    NewRole,
    RoleChange,
    RoleView,
    key_view,
    role_view,
)
from shared.http import ANY_STAFF, Api, CreatedWithin, Listed, Paging, Reply, Request

api = Api("access", SPEC)


@api.get("/admin/me", scope=ANY_STAFF)
def me(request: Request) -> Reply[CallerView]:
    """Who you are, by the key or the access token that you send, and what you may do. Reading goes with writing."""
    return show_caller(request)


@api.post("/admin/api_keys", action="api_key.create", may_wait=True, scope="keys:write", status=201, again=token_again)
def create(request: Request, body: NewKey) -> Reply[NewKeyView]:
    """Make a key with scopes that you have yourself. Its token is shown in this answer and never again."""
    return make_key(request, body)


@api.get("/admin/api_keys", scope="keys:read")
def list_keys(request: Request, query: CreatedWithin) -> Reply[Listed[KeyView]]:
    """All keys, newest first, the revoked ones too."""
    paging = Paging(request, query)
    keys, page = store.newest(query.created, paging.limit, paging.after)
    uses = store.last_uses(keys)
    return Reply(Listed(data=[key_view(key, uses.get(key.id)) for key in keys], **paging.next(page)))


@api.delete("/admin/api_keys/<key_id>", action="api_key.revoke", scope="keys:write")
def revoke(request: Request, key_id: str) -> Reply[KeyView]:
    """Revoke a key that may do no more than you, and all keys that come from it. They are dead within a minute."""
    return revoke_key(request, key_id)


@api.post("/admin/staff", action="staff_member.invite", may_wait=True, scope="staff:write", status=201)
def invite(request: Request, body: NewMember) -> Reply[MemberView]:
    """Invite somebody to the staff, by a letter with a first password, with roles that allow no more than yours."""
    return invite_member(request, body)


@api.get("/admin/staff", scope="staff:read")
def list_staff(request: Request, query: CreatedWithin) -> Reply[Listed[MemberView]]:
    """The staff, whoever was invited last first, the deactivated and removed too."""
    return list_members(request, query)


@api.get("/admin/staff/<staff_id>", scope="staff:read")
def show(request: Request, staff_id: str) -> Reply[MemberView]:
    """One member of the staff."""
    return show_member(staff_id)


@api.patch("/admin/staff/<staff_id>", action="staff_member.update", may_wait=True, scope="staff:write")
def change(request: Request, staff_id: str, body: MemberChange) -> Reply[MemberView]:
    """Give a member another name or other roles, deactivate them or let them in again. It is felt within a minute."""
    return change_member(request, staff_id, body)


@api.delete("/admin/staff/<staff_id>", action="staff_member.remove", scope="staff:write")
def remove(request: Request, staff_id: str) -> Reply[MemberView]:
    """Remove a member for good. Name and address are forgotten; what they did keeps their id."""
    return remove_member(request, staff_id)


@api.post("/admin/staff/<staff_id>/invite", action="staff_member.reinvite", scope="staff:write")
def send_again(request: Request, staff_id: str) -> Reply[MemberView]:
    """Send the invitation again, to whoever has not signed in yet."""
    return invite_again(request, staff_id)


@api.post("/admin/staff/<staff_id>/sign_out", action="staff_member.signout", scope="staff:write")
def sign_out(request: Request, staff_id: str) -> Reply[MemberView]:
    """End every session of a member. They may sign in again."""
    return sign_out_member(request, staff_id)


@api.get("/admin/roles", scope="staff:read")
def list_roles(request: Request) -> Reply[Listed[RoleView]]:
    """All roles: those that are built in, then the shop's own."""
    return Reply(Listed(data=[role_view(role) for role in [*BUILT_IN.values(), *store.all_own_roles()]]))


@api.post("/admin/roles", action="role.create", scope="staff:write", status=201)
def create_role(request: Request, body: NewRole) -> Reply[RoleView]:
    """Make a role of the shop's own, of scopes that you have yourself."""
    return make_role(request, body)


@api.patch("/admin/roles/<role_id>", action="role.update", may_wait=True, scope="staff:write")
def alter_role(request: Request, role_id: str, body: RoleChange) -> Reply[RoleView]:
    """Give a role of the shop's own another name or other scopes. It is felt within a minute."""
    return change_role(request, role_id, body)


@api.delete("/admin/roles/<role_id>", action="role.delete", scope="staff:write")
def delete_role(request: Request, role_id: str) -> Reply[RoleView]:
    """Take a role of the shop's own away. Whoever has it may do nothing by it any more."""
    return remove_role(request, role_id)


handler = api.handler
