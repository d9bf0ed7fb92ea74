"""Looking at the staff."""

from functions.access import store
from functions.access.views import MemberView, member_view
from shared.dynamo import fetch
from shared.errors import NotFound
from shared.http import CreatedWithin, Listed, Paging, Reply, Request


def show_member(staff_id: str) -> Reply[MemberView]:
    """One member. Raises NotFound."""
    member, last_here = fetch(store.member(staff_id), store.last_use(staff_id))
    if member is None:
        raise NotFound("member of the staff")
    return Reply(member_view(member, store.own_roles(member.roles), last_here), version=member.version)


def list_members(request: Request, query: CreatedWithin) -> Reply[Listed[MemberView]]:
    """A page of the staff, newest first."""
    paging = Paging(request, query)
    members, page = store.newest_members(query.created, paging.limit, paging.after)
    here = store.last_uses(members)
    own = store.own_roles(role for member in members for role in member.roles)
    data = [member_view(member, own, here.get(member.id)) for member in members]
    return Reply(Listed(data=data, **paging.next(page)))
