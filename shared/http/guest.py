"""Guests: a token bound to one cart, order or ticket is all a shopper without an account needs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.clock import epoch
from shared.errors import NotFound
from shared.signing import BadSignature, seal, unseal

TOKEN_DAYS = 90  # a guest looks at an order until well after its return window
HEADERS = ("cart-token", "order-token", "ticket-token")


def token_for(object_id: str, now: datetime) -> str:
    """The token that opens this cart, order or ticket, and nothing else."""
    return seal("guest", {"sub": object_id, "exp": epoch(now + timedelta(days=TOKEN_DAYS))})


def bound_to(object_id: str, headers: dict[str, str], now: datetime) -> str:
    """The object's id where the request carries its token, else NotFound: foreign and missing look the same."""
    if object_id in _opened(headers, now):
        return object_id
    raise NotFound


def opened_of(kind: str, headers: dict[str, str], now: datetime) -> list[str]:
    """The ids of all things of this kind, such as carts, whose tokens the request carries.

    Whether the object belongs to one is for the command to find out, in the read that it makes anyway.
    """
    return [each for each in _opened(headers, now) if isinstance(each, str) and each.startswith(f"{kind}_")]


def _opened(headers: dict[str, str], now: datetime) -> Iterator[object]:
    for token in filter(None, map(headers.get, HEADERS)):
        try:
            yield unseal("guest", token, now)["sub"]
        except BadSignature:
            continue
