"""Tokens of people: who signed in at one of the shop's pools in Cognito, as an access token (JWT, RS256) says it.

    claims = verified(token, user_pool("staff"), now)

All that a token says about how it is to be read is fixed beforehand: one algorithm, keys from the pool's own address,
found by `kid`. A header with anything else in it is refused, not skipped. Nothing here asks whether the person may
still come in: a token counts until its end, and whoever needs to know sooner looks the person up.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from shared import clock
from shared.aws import page
from shared.errors import Unauthenticated, Unavailable
from shared.pools import UserPool

ALGORITHM = "RS256"
HEADER = {"alg", "kid"}  # all that Cognito's have
LENGTH_MAX = 8192  # characters; Cognito's have a thousand, and a header of API Gateway no more than ten thousand
SKEW = timedelta(seconds=60)  # by which another's clock may be ahead of ours; its end is taken by ours
KEPT_S = 3600  # seconds until a pool's keys are asked for again
ASKED_AGAIN_S = 60  # seconds between two looks for a key that is not among them: anybody can name one
KEYS_MAX = 65_536  # bytes of a pool's keys; there are two
TIMEOUT_S = 2.0  # of an answer; whoever waits for it gives up after 5
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class BadToken(Unauthenticated):
    """No access token of the pool's that counts. `why` is for the log and for tests; who showed it is not told."""

    def __init__(self, why: str) -> None:
        super().__init__("The access token does not count: sign in again.")
        self.why = why


@dataclass(frozen=True)
class Claims:
    """What a token that counts says. The names are Cognito's."""

    sub: str
    username: str
    auth_time: datetime  # when the person signed in; a refreshed token keeps it
    issued_at: datetime
    expires_at: datetime


@dataclass
class _Keys:
    by_id: dict[str, RSAKey]
    asked_at: float


_kept: dict[str, _Keys] = {}  # by the pool's id


def verified(token: str, pool: UserPool, now: datetime) -> Claims:
    """What an access token of the pool says, once all about it is right.

    Raises BadToken; and Unavailable where the pool's keys cannot be had.
    """
    if len(token) > LENGTH_MAX or not _COMPACT.fullmatch(token):
        raise BadToken("malformed")
    header, payload, _ = (_decoded(part) for part in token.split("."))
    kid = _kid(_object(header))
    claims = _checked(_object(payload), pool, now)  # before keys are asked for: it costs nothing, and tells nothing
    try:
        jws.deserialize_compact(token, _key(pool, kid), algorithms=[ALGORITHM])
    except JoseError:
        raise BadToken("signature") from None
    return claims


def forget() -> None:
    """Ask for all keys anew at the next use. For tests."""
    _kept.clear()


def _decoded(part: str) -> bytes:
    """One way of writing it and no other: what a lenient reader skips could be changed without harming a signature."""
    try:
        content = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise BadToken("malformed") from None
    if base64.urlsafe_b64encode(content).rstrip(b"=").decode() != part:
        raise BadToken("malformed")
    return content


def _object(text: bytes) -> dict[str, Any]:
    try:
        content = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadToken("malformed") from None
    if not isinstance(content, dict):
        raise BadToken("malformed")
    return content


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != len({name for name, _ in pairs}):
        raise ValueError("a name twice")
    return dict(pairs)


def _no_number(_: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


def _kid(header: dict[str, Any]) -> str:
    kid = header.get("kid")
    if set(header) != HEADER or header["alg"] != ALGORITHM or not isinstance(kid, str):
        raise BadToken("header")
    return kid


def _checked(said: dict[str, Any], pool: UserPool, now: datetime) -> Claims:
    if said.get("iss") != pool.issuer:
        raise BadToken("issuer")
    if said.get("token_use") != "access":
        raise BadToken("use")
    if said.get("client_id") != pool.client:
        raise BadToken("client")
    claims = Claims(
        sub=_text(said, "sub"),
        username=_text(said, "username"),
        auth_time=_moment(said, "auth_time"),
        issued_at=_moment(said, "iat"),
        expires_at=_moment(said, "exp"),
    )
    if claims.expires_at <= now:
        raise BadToken("expired")
    begins = [claims.issued_at, claims.auth_time, *([_moment(said, "nbf")] if "nbf" in said else [])]
    if max(begins) > now + SKEW:
        raise BadToken("early")
    return claims


def _text(said: dict[str, Any], name: str) -> str:
    text = said.get(name)
    if not isinstance(text, str) or not text:
        raise BadToken(name)
    return text


def _moment(said: dict[str, Any], name: str) -> datetime:
    seconds = said.get(name)
    if type(seconds) is not int:
        raise BadToken(name)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise BadToken(name) from None


def _key(pool: UserPool, kid: str) -> RSAKey:
    """The pool's key of this id. Raises BadToken where it has none, and Unavailable where that cannot be known."""
    kept = _kept.get(pool.id)
    age = clock.source() - kept.asked_at if kept else None
    if kept is None or age is None or age >= KEPT_S or (kid not in kept.by_id and age >= ASKED_AGAIN_S):
        kept = _asked(pool, kept)
    if kid not in kept.by_id:
        raise BadToken("key")
    return kept.by_id[kid]


def _asked(pool: UserPool, kept: _Keys | None) -> _Keys:
    """The keys as the pool has them now; those of before where it does not answer, since a pool hardly ever turns them.

    Raises Unavailable where there are none of before.
    """
    try:
        found = _fetched(pool.keys_url)
    except Exception as error:  # any failure of the network or of what answers
        if kept is None:
            raise Unavailable("Who signed in cannot be checked right now.") from error
        found = kept.by_id
    _kept[pool.id] = _Keys(found, clock.source())
    return _kept[pool.id]


def _fetched(url: str) -> dict[str, RSAKey]:
    text = page(url, bytes_max=KEYS_MAX, timeout_s=TIMEOUT_S)
    return {each["kid"]: key for each in json.loads(text)["keys"] if (key := _key_of(each))}


def _key_of(shown: dict[str, str]) -> RSAKey | None:
    """The key that the pool shows; None for one of another kind, or without a name."""
    if shown.get("kty") != "RSA" or not shown.get("kid"):
        return None
    return RSAKey.import_key({name: shown[name] for name in ("kty", "n", "e")})
