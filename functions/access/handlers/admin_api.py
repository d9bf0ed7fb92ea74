"""API keys as staff keep them."""

from functions.access import store
from functions.access.make_key import make_key, token_again
from functions.access.revoke_key import revoke_key
from functions.access.table import SPEC
from functions.access.views import KeyView, NewKey, NewKeyView, key_view
from shared.http import Api, CreatedWithin, Listed, Paging, Reply, Request

api = Api("access", SPEC)


@api.post("/admin/api_keys", action="api_key.create", scope="keys:write", status=201, again=token_again)
def create(request: Request, body: NewKey) -> Reply[NewKeyView]:
    """Make a key with scopes that your own has. Its token is shown in this answer and never again."""
    return make_key(request, body)


@api.get("/admin/api_keys", scope="keys:read")
def list_keys(request: Request, query: CreatedWithin) -> Reply[Listed[KeyView]]:
    """All keys, newest first, the revoked ones too."""
    paging = Paging(request, query)
    keys, page = store.newest(query.created, paging.limit, paging.after)
    uses = store.last_uses(keys)
    return Reply(Listed(data=[key_view(key, uses.get(key.id)) for key in keys], **paging.next(page)))


@api.delete("/admin/api_keys/<key_id>", action="api_key.revoke", scope="keys:write")
def revoke(request: Request, key_id: str) -> Reply[KeyView]:
    """Revoke a key that may do no more than yours, and all keys that come from it. They are dead within a minute."""
    return revoke_key(request, key_id)


handler = api.handler
