"""Making an API key at another's bidding, or a member's; its token is shown to the maker and kept nowhere.

A request that is sent again must get the same answer, token and all, and yet no token may lie in the idempotency
record. So the secret is drawn from a salt and the shop's `token_key` (HMAC-SHA256): the record keeps the salt, and the
token is made again from it. Neither the record nor the `token_key` alone tells a secret.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.access import store
from functions.access.api_key import ApiKey, check_expiry, check_may_grant
from functions.access.caller import Caller, caller_of
from functions.access.scopes import check_scopes
from functions.access.token import SECRET_BITS, hash_of, is_secret, secret_of, token_of
from functions.access.views import NewKey, key_view, new_key_view
from shared import approvals, clock, ids, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Problem
from shared.http import LeftOut, Reply, Request
from shared.secret import secret, valid_values


class TokenShownOnce(Problem):
    """The answer cannot be given again: the `token_key` was changed twice since. Revoke the key and make another."""

    type = "conflict"
    status = 409
    code = "token_shown_once"

    def __init__(self, key_id: str) -> None:
        super().__init__("The key was made, but its token cannot be shown again.", details={"id": key_id})


def make_key(request: Request, body: NewKey) -> Reply[Any]:
    """A new key with no more scope and no longer life than whoever asks for it has; or an approval that it waits for.

    Raises MakerDead, ScopeExceeded, ExpiryExceeded, LineTooLong, UnknownScope or ExpiryWrong.
    """
    fetch(request.claim.read)
    maker = caller_of(request)
    asked = _asked(body, request.now)
    check_may_grant(maker, asked.scopes, asked.expires_at)
    makers = (*maker.makers, maker.id)
    if request.approved:
        key = new_key(asked, "", makers, request.now, **request.approved.given)
        return _made(request, maker, key, Reply(key_view(key, None), 201, version=key.version))
    salt = f"{ids.random_bits(SECRET_BITS):064x}"
    own_secret = _drawn(salt, secret("token_key")["current"])
    key = new_key(asked, own_secret, makers, request.now)
    token = token_of(key.id, own_secret)
    left_out = LeftOut({"token": token}, {"key_id": key.id, "salt": salt, "hash": key.secret_hash})
    if approvals.key_waits(request, asked.scopes):
        given = {"key_id": key.id, "secret_hash": key.secret_hash}
        what = approvals.Asked(key.id, "keys:write", given=given, token=token, left_out=left_out)
        return approvals.ask(request, body, what, *maker.still)
    return _made(request, maker, key, Reply(new_key_view(key, token), 201, version=key.version, left_out=left_out))


def _made(request: Request, maker: Caller, key: ApiKey, reply: Reply[Any]) -> Reply[Any]:
    commit(*request.settle(reply, on=key.id, after=key_view(key, None)), store.made(key), *maker.still)
    telemetry.note("key_made", key_id=key.id, maker_id=maker.id)
    return reply


def token_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The token that a kept answer leaves out. Raises TokenShownOnce."""
    key_id = recipe["key_id"]
    kept_hash = recipe.get("hash") or _hash_of(key_id)  # answers of the release before have none
    for token_key in valid_values("token_key"):
        own_secret = _drawn(recipe["salt"], token_key)
        if kept_hash and is_secret(own_secret, kept_hash):
            return {"token": token_of(key_id, own_secret)}
    raise TokenShownOnce(key_id)


def _hash_of(key_id: str) -> str | None:
    (key,) = fetch(store.api_key(key_id))
    return key.secret_hash if key else None


@dataclass(frozen=True)
class Asked:
    """What a key shall be, checked against the rules that hold for every key."""

    name: str
    scopes: tuple[str, ...]
    expires_at: str | None
    allowed_ips: tuple[str, ...] = ()


def _asked(body: NewKey, now: datetime) -> Asked:
    check_expiry(body.expires_at, now)
    ends = clock.stamp(body.expires_at) if body.expires_at else None
    return Asked(body.name, check_scopes(body.scopes), ends, tuple(body.allowed_ips))


def new_key(
    asked: Asked,
    own_secret: str,
    makers: Sequence[str],
    now: datetime,
    *,
    key_id: str = "",
    secret_hash: str = "",
) -> ApiKey:
    """The key as it is kept. key_id, secret_hash: of one whose token was shown before it was approved."""
    return ApiKey(
        id=key_id or ids.new_id("key", now),
        name=asked.name,
        secret_hash=secret_hash or hash_of(own_secret),
        scopes=asked.scopes,
        created_at=clock.stamp(now),
        makers=makers,
        expires_at=asked.expires_at,
        allowed_ips=asked.allowed_ips,
    )


def _drawn(salt: str, token_key: str) -> str:
    digest = hmac.digest(token_key.encode(), f"api_key\n{salt}".encode(), hashlib.sha256)
    return secret_of(int.from_bytes(digest, "big"))
