"""Text that we keep and nobody may read or change in the table: AES-256-GCM under a key of ours, bound to its place.

Compressed first, since writes are paid by size and an answer shrinks to a third. Each place has a key of its own, made
of the shop's `answers_key` (HMAC-SHA256), so that chance never meets itself under one key. During a rotation the
previous `answers_key` still opens what it locked.
"""

import base64
import hashlib
import hmac
import zlib
from typing import TYPE_CHECKING

from shared import ids
from shared.secret import secret, valid_values

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12  # what GCM takes as it is; of chance, and used with one place's key only


class NotOurs(Exception):
    """Not locked by us for this place: changed, moved, forged, of an older form, or of a key that was rotated out."""


def lock(text: str, place: str) -> str:
    """The text, locked for this place. place: everything that it must never be taken away from."""
    nonce = ids.random_bits(8 * NONCE_BYTES).to_bytes(NONCE_BYTES, "big")
    cipher = _cipher(secret("answers_key")["current"], place)
    return base64.b85encode(nonce + cipher.encrypt(nonce, zlib.compress(text.encode()), place.encode())).decode()


def unlock(locked: str, place: str) -> str:
    """The text that was locked for this place. Raises NotOurs."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _cipher

    try:
        raw = base64.b85decode(locked)
    except ValueError:
        raise NotOurs from None
    for key in valid_values("answers_key"):
        try:
            packed = _cipher(key, place).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            continue
        return zlib.decompress(packed).decode()
    raise NotOurs


def _cipher(key: str, place: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only a request with a key pays

    return AESGCM(hmac.digest(key.encode(), place.encode(), hashlib.sha256))
