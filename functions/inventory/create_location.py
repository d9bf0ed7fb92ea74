"""Opening a location."""

from functions.inventory import store
from functions.inventory.location import Location
from functions.inventory.views import LocationView, NewLocation, location_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request
from shared.ids import new_id


def create_location(request: Request, body: NewLocation) -> Reply[LocationView]:
    """Add a location to the directory. Raises TooManyLocations, or LocationNotAllowed for who works at certain ones."""
    request.require_location(None)
    return retry_stale(lambda: _create(request, body))


def _create(request: Request, body: NewLocation) -> Reply[LocationView]:
    _, directory = fetch(request.claim.read, store.directory())
    location = Location(id=new_id("loc"), **body.model_dump())
    shown = location_view(location)
    reply = Reply(shown, 201, version=location.version)
    told = request.settle(reply, on=location.id, after=shown)
    commit(*told, store.save_directory(directory.with_new(location)))
    return reply
