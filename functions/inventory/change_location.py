"""Renaming, ranking, closing and reopening a location."""

from functions.inventory import store
from functions.inventory.views import LocationChanges, LocationView, location_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def change_location(request: Request, location_id: str, body: LocationChanges) -> Reply[LocationView]:
    """Change what was sent of a location. Raises NotFound, VersionConflict, LocationNotAllowed.

    A closed one sells nothing more; what is set aside there still ships from there.
    """
    request.require_location(location_id)
    return retry_stale(lambda: _change(request, location_id, body))


def _change(request: Request, location_id: str, body: LocationChanges) -> Reply[LocationView]:
    (directory,) = fetch(store.directory())
    before = directory.find(location_id)
    request.require_match(before.version)
    changes = body.model_dump(exclude_unset=True)
    if changes:
        directory = directory.with_changed(location_id, changes)
    after = directory.find(location_id)
    reply = Reply(location_view(after), version=after.version)
    if changes:
        told = request.settle(reply, on=location_id, before=location_view(before), after=location_view(after))
        commit(store.save_directory(directory), *told)
    return reply
