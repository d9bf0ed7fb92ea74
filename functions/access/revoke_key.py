"""Taking an API key's force away, for good."""

from functions.access import store
from functions.access.views import KeyView, key_view
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def revoke_key(request: Request, key_id: str) -> Reply[KeyView]:
    """Revoke a key; one that is revoked stays so. API Gateway may let it pass for a minute more.

    Raises NotFound or VersionConflict.
    """
    return retry_stale(lambda: _revoke(request, key_id))


def _revoke(request: Request, key_id: str) -> Reply[KeyView]:
    (before,) = fetch(store.api_key(key_id))
    if before is None:
        raise NotFound("API key")
    request.require_match(before.version)
    after = before.revoked(request.now)
    if after is not before:
        commit(store.changed(before, after))
        telemetry.note("key_revoked", key_id=key_id)
    return Reply(key_view(after), version=after.version)
