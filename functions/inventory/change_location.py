"""Renaming, ranking, closing and reopening a location."""

from functions.inventory import store
from functions.inventory.views import LocationChanges, LocationView, location_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def change_location(request: Request, location_id: str, body: LocationChanges) -> Reply[LocationView]:
    """Change what was sent of a location. Raises NotFound, VersionConflict.

    A closed one sells nothing more; what is set aside there still ships from there.
    """
    return retry_stale(lambda: _change(request, location_id, body))


def _change(request: Request, location_id: str, body: LocationChanges) -> Reply[LocationView]:
    (directory,) = fetch(store.directory())
    request.require_match(directory.find(location_id).version)
    changes = body.model_dump(exclude_unset=True)
    if changes:
        directory = directory.with_changed(location_id, changes)
        commit(store.save_directory(directory))
    location = directory.find(location_id)
    return Reply(location_view(location), version=location.version)
