"""Making an API key at an operator's bidding: the first one, and the one after all others are lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ValidationError

from functions.access import store
from functions.access.make_key import Asked, new_key
from functions.access.scopes import SCOPES, check_scopes
from functions.access.token import SECRET_BITS, secret_of, token_of
from functions.access.views import key_view
from shared import audit, ids, telemetry
from shared.dynamo import commit
from shared.errors import Invalid
from shared.http import Input
from shared.http.text import Text


class Order(Input):
    """What the operator asks for."""

    name: Annotated[str, Text(100, is_required=True)]
    scopes: list[str] | Literal["all"]


def issue_key(payload: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """`{"name": "dashboard", "scopes": "all" or […]}` → `{"id": "key_…", "token": "sk_…"}`. The key has no end.

    Raises Invalid, with a sentence for the operator.
    """
    try:
        order = Order.model_validate(payload)
    except ValidationError:
        raise Invalid('Send {"name": "…", "scopes": "all"}, or a list of scopes.') from None
    scopes = check_scopes(SCOPES if order.scopes == "all" else order.scopes)
    if not scopes:
        raise Invalid("A key without scopes is of no use.", param="scopes")
    own_secret = secret_of(ids.random_bits(SECRET_BITS))
    key = new_key(Asked(order.name, scopes, None), own_secret, (), now)
    done = audit.Deed(audit.OPERATOR, "api_key.issue", telemetry.correlation_id())
    commit(store.made(key), *done.on(key.id, after=key_view(key, None)))
    telemetry.note("key_issued", key_id=key.id)
    return {"id": key.id, "token": token_of(key.id, own_secret)}
