"""Making an API key at another key's bidding; its token is shown to the maker and kept nowhere.

A request that is sent again must get the same answer, token and all, and yet no token may lie in the idempotency
record. So the secret is drawn from a salt and the shop's signing key (HMAC-SHA256): the record keeps the salt in the
token's place, and the answer is made whole again from it. Neither the record nor the signing key alone tells a secret.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from functions.access import store
from functions.access.api_key import ApiKey, check_expiry, check_may_grant
from functions.access.scopes import check_scopes
from functions.access.token import SECRET_BITS, hash_of, is_secret, secret_of, token_of
from functions.access.views import NewKey, NewKeyView, new_key_view
from shared import clock, ids, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Forbidden, Problem
from shared.http import Reply, Request
from shared.idempotency import Replay
from shared.secret import secret, valid_values


class TokenShownOnce(Problem):
    """The answer cannot be given again: the signing key was changed twice since. Revoke the key and make another."""

    type = "conflict"
    status = 409
    code = "token_shown_once"

    def __init__(self, key_id: str) -> None:
        super().__init__("The key was made, but its token cannot be shown again.", details={"id": key_id})


def make_key(request: Request, body: NewKey) -> Reply[NewKeyView]:
    """A new key with no more scope and no longer life than the key that asks for it has.

    Raises Forbidden (ScopeExceeded, ExpiryExceeded), UnknownScope or ExpiryWrong.
    """
    try:
        return _make(request, body)
    except Replay as replay:
        raise Replay(_whole(replay.reply)) from None


def _make(request: Request, body: NewKey) -> Reply[NewKeyView]:
    _, maker = fetch(request.claim.read, store.api_key(request.principal))
    if maker is None or maker.refused(request.now):
        raise Forbidden("Your own key does not count any more.")
    asked = _asked(body, request.now)
    check_may_grant(maker, asked.scopes, asked.expires_at)
    salt = f"{ids.random_bits(SECRET_BITS):064x}"
    own_secret = _drawn(salt, secret("signing_key")["current"])
    key = new_key(asked, own_secret, maker.id, request.now)
    shown = Reply(new_key_view(key, token_of(key.id, own_secret)), 201, version=key.version)
    kept = Reply(new_key_view(key, salt), 201, version=key.version)
    commit(*request.claim.settle(kept), store.made(key))
    telemetry.note("key_made", key_id=key.id, maker_id=maker.id)
    return shown


@dataclass(frozen=True)
class Asked:
    """What a key shall be, checked against the rules that hold for every key."""

    name: str
    scopes: tuple[str, ...]
    expires_at: str | None


def _asked(body: NewKey, now: datetime) -> Asked:
    check_expiry(body.expires_at, now)
    return Asked(body.name, check_scopes(body.scopes), clock.stamp(body.expires_at) if body.expires_at else None)


def new_key(asked: Asked, own_secret: str, maker_id: str | None, now: datetime) -> ApiKey:
    """The key as it is kept."""
    return ApiKey(
        id=ids.new_id("key"),
        name=asked.name,
        secret_hash=hash_of(own_secret),
        scopes=asked.scopes,
        created_at=clock.stamp(now),
        created_by=maker_id,
        expires_at=asked.expires_at,
    )


def _drawn(salt: str, signing_key: str) -> str:
    digest = hmac.digest(signing_key.encode(), f"api_key\n{salt}".encode(), hashlib.sha256)
    return secret_of(int.from_bytes(digest, "big"))


def _whole(kept: Reply[NewKeyView]) -> Reply[NewKeyView]:
    """The first answer again, byte for byte. Raises TokenShownOnce."""
    view = NewKeyView.model_validate_json(kept.body)
    (key,) = fetch(store.api_key(view.id))
    for signing_key in valid_values("signing_key"):
        own_secret = _drawn(view.token, signing_key)
        if key is not None and is_secret(own_secret, key.secret_hash):
            kept.body = view.model_copy(update={"token": token_of(view.id, own_secret)}).model_dump_json()
            return kept
    raise TokenShownOnce(view.id)
