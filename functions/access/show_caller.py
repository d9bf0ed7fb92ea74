"""Whoever asks, looking at themselves."""

from functions.access import store
from functions.access.api_key import MakerDead
from functions.access.member import Status
from functions.access.views import CallerView, caller_key_view, caller_member_view
from shared.dynamo import fetch
from shared.http import Reply, Request


def show_caller(request: Request) -> Reply[CallerView]:
    """Who sends the request, as they count now: what the authorizer said may be a minute old. Raises MakerDead."""
    of_kind = _member if request.principal.startswith("staff_") else _key
    return Reply(of_kind(request))


def _member(request: Request) -> CallerView:
    (member,) = fetch(store.member(request.principal))
    if member is None or member.status != Status.ACTIVE:
        raise MakerDead
    return caller_member_view(member, store.own_roles(member.roles))


def _key(request: Request) -> CallerView:
    (key,) = fetch(store.api_key(request.principal))
    if key is None or (key := store.as_it_counts(key)).refused(request.now):
        raise MakerDead
    return caller_key_view(key)
