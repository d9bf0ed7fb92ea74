"""Text that only the holder of a key can read again, for what we must keep but need not be able to read ourselves.

Compressed, since writes are paid by size and an answer shrinks to a third; then masked with SHAKE-256's output for the
key and a fresh nonce, of which no part is ever used twice. It hides the text; it does not prove who wrote it.
"""

import base64
import hashlib
import zlib

from shared import ids

NONCE_BYTES = 16  # of chance: two texts under one key have never had the same mask


def lock(text: str, key: bytes) -> str:
    """The text, locked."""
    nonce = ids.random_bits(8 * NONCE_BYTES).to_bytes(NONCE_BYTES, "big")
    return base64.b85encode(nonce + _masked(zlib.compress(text.encode()), key, nonce)).decode()


def unlock(locked: str, key: bytes) -> str:
    """The text that was locked under this key. Raises ValueError under another."""
    raw = base64.b85decode(locked)
    try:
        return zlib.decompress(_masked(raw[NONCE_BYTES:], key, raw[:NONCE_BYTES])).decode()
    except zlib.error:
        raise ValueError("locked under another key") from None


def _masked(raw: bytes, key: bytes, nonce: bytes) -> bytes:
    mask = hashlib.shake_256(len(key).to_bytes(2, "big") + key + nonce).digest(len(raw))
    return (int.from_bytes(raw, "big") ^ int.from_bytes(mask, "big")).to_bytes(len(raw), "big")
