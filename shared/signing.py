"""Signed text: what we hand out and take back unchanged, such as guest tokens and page cursors.

A signed text is `payload.signature`, both base64url; the signature is HMAC-SHA256 under a key of its purpose alone, the
secret `<purpose>_key`, so that a cursor can never pass for a token and who may sign the one cannot sign the other.
During a rotation the previous key is accepted too, and a new one by who has not heard of it yet.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from shared.clock import epoch
from shared.secret import is_another_by_now, secret, valid_values

Purpose = Literal[
    "guest", "session", "cursor", "confirm", "consent", "reply"
]  # each has a secret of its own, granted to the Lambdas that need it
LENGTH_MAX = 2048  # characters; a longer one is no text of ours


class BadSignature(Exception):
    """Not signed by us for this purpose, cut, changed, or past its time."""


def seal(purpose: Purpose, payload: dict[str, Any]) -> str:
    """The payload as signed text. It is readable to whoever holds it: put no secret in."""
    body = _encode(json.dumps(payload, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode())
    return f"{body}.{_signature(secret(_key_of(purpose))['current'], purpose, body)}"


def unseal(purpose: Purpose, text: str, now: datetime) -> dict[str, Any]:
    """The payload of a text we signed for this purpose. `exp` in it counts (epoch seconds). Raises BadSignature."""
    body, dot, signature = text.partition(".")
    if not dot or len(text) > LENGTH_MAX or not text.isascii():
        raise BadSignature
    if not _is_by_ours(purpose, lambda key: hmac.compare_digest(signature, _signature(key, purpose, body))):
        raise BadSignature
    payload: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if payload.get("exp", epoch(now) + 1) <= epoch(now):
        raise BadSignature
    return payload


def mark(purpose: Purpose, text: str) -> str:
    """A signature in 16 small letters and figures, 80 bits, for where there is no room and case is lost: an address."""
    return _mark(secret(_key_of(purpose))["current"], purpose, text)


def is_marked(purpose: Purpose, text: str, given: str) -> bool:
    """Whether the mark of this text was made by us for this purpose."""
    told = given.encode()
    return _is_by_ours(purpose, lambda key: hmac.compare_digest(_mark(key, purpose, text).encode(), told))


def code(purpose: Purpose, text: str) -> str:
    """Six digits that this text has under our key: to be read from a screen and typed within minutes, not longer."""
    return _digits(secret(_key_of(purpose))["current"], purpose, text)


def is_code(purpose: Purpose, text: str, given: str) -> bool:
    """Whether these digits are this text's. Whoever asks counts the tries: there are a million codes."""
    told = given.encode()
    return _is_by_ours(purpose, lambda key: hmac.compare_digest(_digits(key, purpose, text).encode(), told))


def _is_by_ours(purpose: Purpose, is_by: Callable[[str], bool]) -> bool:
    """Whether one of our keys made it, all of which are tried; also one that came since we asked for them."""
    name = _key_of(purpose)
    matches = [is_by(key) for key in valid_values(name)]
    if not any(matches) and is_another_by_now(name):
        matches = [is_by(key) for key in valid_values(name)]
    return any(matches)


def fingerprint(purpose: str, text: str) -> str:
    """Always the same for a text, and tells nothing of it to whoever lacks the key: for counting what is personal."""
    return _signature(secret("limits_key")["current"], f"fingerprint {purpose}", text)


def pseudonyms(purpose: str, text: str) -> list[str]:
    """What a text is found by without being told: its keyed hash, and the one under the key before, if there is one.

    Write the first, look for all. What was written under a key that is gone is not found any more.
    """
    return [_signature(key, f"pseudonym {purpose}", text) for key in valid_values("lookup_key")]


def _key_of(purpose: Purpose) -> str:
    return f"{purpose}_key"


def _signature(key: str, purpose: str, body: str) -> str:
    return _encode(hmac.digest(key.encode(), f"{purpose}\n{body}".encode(), hashlib.sha256))


def _mark(key: str, purpose: str, text: str) -> str:
    digest = hmac.digest(key.encode(), f"mark {purpose}\n{text}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:10]).decode().lower()


def _digits(key: str, purpose: str, text: str) -> str:
    digest = hmac.digest(key.encode(), f"code {purpose}\n{text}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:16], 'big') % 10**6:06d}"


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
