"""Make, rename and remove groups of customers."""

from functions.customers import store
from functions.customers.group import Group
from functions.customers.inputs import GroupName
from functions.customers.views import DeletedGroup, GroupView, group_view
from shared import clock, ids
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def create_group(body: GroupName, request: Request) -> Reply[GroupView]:
    """A new group, with nobody in it. Raises TooManyGroups."""
    fetch(request.claim.read)
    moment = clock.stamp(request.now)
    group = Group(id=ids.new_id("grp", request.now), name=body.name, created_at=moment, updated_at=moment)
    shown = group_view(group)
    reply = Reply(shown, 201, version=group.version)
    commit(*store.create_group(group), *request.settle(reply, on=group.id, after=shown))
    return reply


def rename_group(group_id: str, body: GroupName, request: Request) -> Reply[GroupView]:
    """The group under another name. Raises NotFound or VersionConflict."""

    def attempt() -> Reply[GroupView]:
        (before,) = fetch(store.group(group_id))
        request.require_match(before.version)
        after = before.renamed(body.name, request.now)
        was, shown = group_view(before), group_view(after)
        reply = Reply(shown, version=after.version)
        if after is not before:
            commit(store.save_group(after), *request.settle(reply, on=group_id, before=was, after=shown))
        return reply

    return retry_stale(attempt)


def delete_group(group_id: str, request: Request) -> Reply[DeletedGroup]:
    """The group is gone; its id, where it stands with somebody, means nothing. Raises NotFound or VersionConflict."""

    def attempt() -> Reply[DeletedGroup]:
        (seen,) = fetch(store.group(group_id))
        request.require_match(seen.version)
        reply = Reply(DeletedGroup(id=group_id))
        commit(*store.delete_group(seen), *request.settle(reply, on=group_id, before=group_view(seen)))
        return reply

    return retry_stale(attempt)
