"""What is kept and nobody may read or change in the table: AES-256-GCM, compressed first, bound to its place."""

import base64
import zlib
from typing import TYPE_CHECKING

from shared import ids

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12  # what GCM takes as it is; of chance, so a key may seal some four thousand million times


class NotOurs(Exception):
    """Not sealed by us for this place: changed, moved, forged, of an older form, or under another key."""


def seal(raw: bytes, key: bytes, place: str) -> str:
    """Printable ASCII that `opened` reads. key: 32 bytes. place: everything that it must never be taken away from."""
    nonce = ids.random_bits(8 * NONCE_BYTES).to_bytes(NONCE_BYTES, "big")
    return base64.b85encode(nonce + _cipher(key).encrypt(nonce, zlib.compress(raw), place.encode())).decode()


def opened(sealed: str, key: bytes, place: str) -> bytes:
    """What was sealed under this key for this place. Raises NotOurs."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _cipher

    try:
        raw = base64.b85decode(sealed)
        return zlib.decompress(_cipher(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()))
    except (InvalidTag, ValueError):
        raise NotOurs from None


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only who has to do with it pays

    return AESGCM(key)
