"""The token of an API key, `sk_<public part>_<secret>`: made, read, and compared without telling.

The public part is the key's id without its prefix, so one lookup by key finds it. The secret has 256 bits of chance;
that much cannot be guessed, so its plain SHA-256 is all that is kept.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

SECRET_BITS = 256
SECRET_LENGTH = 43  # digits of base 62 that 256 bits need
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # no sign that a double click stops at
_PERSON_S = re.compile(r"(?i:bearer) (eyJ[A-Za-z0-9_.-]+)")  # a JWT begins with a brace and a quotation mark
_SHAPE = re.compile(rf"(?i:bearer) sk_([0-7][0-9A-HJKMNP-TV-Z]{{25}})_([0-9A-Za-z]{{{SECRET_LENGTH}}})")


@dataclass(frozen=True)
class Presented:
    """What a caller shows: a key's id and a secret that may or may not be its."""

    key_id: str
    secret: str

    def __repr__(self) -> str:
        return f"Presented({self.key_id})"  # the secret gets into no log by way of a traceback


def presented(authorization: object) -> Presented | None:
    """The token of an Authorization header, `Bearer sk_…`; None for anything else, whatever it is."""
    match = _SHAPE.fullmatch(authorization) if isinstance(authorization, str) else None
    return Presented(f"key_{match[1]}", match[2]) if match else None


def person_s_token(authorization: object) -> str | None:
    """The access token of an Authorization header, whatever it is worth; None for anything else."""
    match = _PERSON_S.fullmatch(authorization) if isinstance(authorization, str) else None
    return match[1] if match else None


def token_of(key_id: str, secret: str) -> str:
    """The token as its owner gets it, once."""
    return f"sk_{key_id.removeprefix('key_')}_{secret}"


def secret_of(number: int) -> str:
    """A number of 256 bits as a secret."""
    digits = []
    for _ in range(SECRET_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, kept_hash: str) -> bool:
    """Whether it is the secret that this was kept of, in a time that does not tell how nearly."""
    return hmac.compare_digest(hash_of(secret), kept_hash)
