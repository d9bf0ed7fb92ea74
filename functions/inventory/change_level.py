"""Setting a level's thresholds."""

from functions.inventory import store
from functions.inventory.views import LevelChanges, LevelView, level_view
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def change_level(request: Request, variant_id: str, location_id: str, body: LevelChanges) -> Reply[LevelView]:
    """Set the reorder point, the safety stock or what is incoming, at a location that may never have had the variant.

    Safety stock above what is there is kept: nothing is for sale then.
    Raises NotFound, VersionConflict, LocationNotAllowed.
    """
    request.require_location(location_id)
    return retry_stale(lambda: _change(request, variant_id, location_id, body))


def _change(request: Request, variant_id: str, location_id: str, body: LevelChanges) -> Reply[LevelView]:
    before, directory, skus = fetch(store.level(variant_id, location_id), store.directory(), store.skus([variant_id]))
    directory.find(location_id)
    if variant_id not in skus:
        raise NotFound("variant")
    request.require_match(before.version)
    changes = body.model_dump(exclude_unset=True)
    after = before.with_thresholds(changes) if changes else before
    was, shown = (level_view(each, skus[variant_id]) for each in (before, after))
    reply = Reply(shown, version=after.version)
    if changes:
        told = request.settle(reply, on=f"{variant_id}/{location_id}", before=was, after=shown)
        commit(store.save_level(after), *told)
    return reply
