"""Taking an API key's force away, for good, and that of every key that comes from it."""

from functions.access import store
from functions.access.api_key import check_may_revoke
from functions.access.caller import caller_of
from functions.access.views import KeyView, key_view
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def revoke_key(request: Request, key_id: str) -> Reply[KeyView]:
    """Revoke a key; one that is revoked stays so. API Gateway may let it pass for a minute more.

    One write, and the keys it made are dead with it: they count only while it does. The last key that may make keys can
    be revoked too; the operator makes another. Raises MakerDead, ScopeExceeded, NotFound or VersionConflict.
    """
    return retry_stale(lambda: _revoke(request, key_id))


def _revoke(request: Request, key_id: str) -> Reply[KeyView]:
    caller = caller_of(request)
    before, last_used_at = fetch(store.api_key(key_id), store.last_use(key_id))
    if before is None:
        raise NotFound("API key")
    check_may_revoke(caller, before)
    request.require_match(before.version)
    after = before.revoked(request.now)
    reply = Reply(key_view(store.as_it_counts(after), last_used_at), version=after.version)
    if after is not before:
        others = [each for each in caller.still if each.key != store.changed(before, after).key]
        was, shown = (key_view(each, last_used_at) for each in (before, after))
        told = request.settle(reply, on=key_id, before=was, after=shown)
        commit(store.changed(before, after), *others, *told)
        telemetry.note("key_revoked", key_id=key_id, by_key_id=caller.id)
    return reply
