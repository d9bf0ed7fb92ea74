"""Whoever asks, looking at themselves."""

from functions.access import store
from functions.access.caller import active_member, counting_key
from functions.access.views import CallerView, caller_key_view, caller_member_view
from shared.http import Reply, Request


def show_caller(request: Request) -> Reply[CallerView]:
    """Who sends the request, as they count now: what the authorizer said may be a minute old. Raises MakerDead."""
    if not request.principal.startswith("staff_"):
        return Reply(caller_key_view(counting_key(request.principal, request.now)))
    member = active_member(request.principal)
    return Reply(caller_member_view(member, store.own_roles(member.roles)))
