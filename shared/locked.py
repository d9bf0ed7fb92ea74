"""Text that we keep and nobody may read or change in the table: sealed under a secret of ours, bound to its place.

Writes are paid by size, and an answer shrinks to a third. Each place has a key of its own, made of the shop's secret
(HMAC-SHA256), so that chance never meets itself under one key. During a rotation the secret's previous value still
opens what it locked.
"""

import hashlib
import hmac

from shared.sealed import NotOurs, opened, seal
from shared.secret import secret, valid_values

__all__ = ["NotOurs", "lock", "unlock"]


def lock(text: str, place: str, under: str = "answers_key") -> str:
    """The text, locked for this place. place: everything that it must never be taken away from. under: a secret."""
    return seal(text.encode(), _key(secret(under)["current"], place), place)


def unlock(locked: str, place: str, under: str = "answers_key") -> str:
    """The text that was locked for this place. Raises NotOurs."""
    for key in valid_values(under):
        try:
            return opened(locked, _key(key, place), place).decode()
        except NotOurs:
            continue
    raise NotOurs


def _key(secret_value: str, place: str) -> bytes:
    return hmac.digest(secret_value.encode(), place.encode(), hashlib.sha256)
