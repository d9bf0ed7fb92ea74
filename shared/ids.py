"""Identity: prefixed ULIDs such as `order_01JD…`, and the random numbers behind them."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from shared import clock

random_bits: Callable[[int], int] = secrets.randbits  # a test or a simulation puts its own here

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
ULID_LENGTH = 26  # 48 bits of milliseconds and 80 of chance, five bits a character
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHAPE = re.compile(r"[a-z]{2,8}_[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id(prefix: str, at: datetime | None = None) -> str:
    """A fresh id that sorts by its millisecond. `prefix` is one of docs/api.md's: order, cart, li, pay, evt …

    at: None for now; where a list is cut by time, the `created_at` of what the id is for.
    """
    return f"{prefix}_{ulid(at or clock.now())}"


def ulid(moment: datetime) -> str:
    """A ULID: 26 characters that sort by time. Source: github.com/ulid/spec."""
    return _base32(_millisecond(moment) << 80 | random_bits(80))


def moment_of(an_id: str) -> datetime:
    """The millisecond that an id was made in."""
    figures = an_id.rpartition("_")[2][:10]  # of the time; the sixteen behind them are chance
    number = sum(ALPHABET.index(figure) << 5 * place for place, figure in enumerate(reversed(figures)))
    return EPOCH + timedelta(milliseconds=number)


def bounds(moment: datetime) -> tuple[str, str]:
    """The first and the last ULID that this millisecond can have; before 1970, what comes before every ULID."""
    if moment < EPOCH:
        return "", ""
    start = _millisecond(moment) << 80
    return _base32(start), _base32(start | (1 << 80) - 1)


def derived_id(prefix: str, *cause: str) -> str:
    """The one id that this cause can have, so that the same news twice makes the same thing once.

    It has a ULID's shape but does not sort by time.
    """
    digest = hashlib.sha256(json.dumps(cause).encode()).digest()
    return f"{prefix}_{_base32(int.from_bytes(digest[:16], 'big') >> 1)}"


def is_id(text: str, prefix: str) -> bool:
    """Whether the text has the form of an id with this prefix; says nothing of whether it exists."""
    return text.startswith(prefix + "_") and _SHAPE.fullmatch(text) is not None


def _millisecond(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)  # exactly: a float's would be the one before, now and then


def _base32(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
