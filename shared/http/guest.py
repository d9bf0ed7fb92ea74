"""Guests: a token bound to one cart, order or ticket is all a shopper without an account needs."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

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


def is_opened_since(object_ids: Collection[str], since: datetime, headers: dict[str, str], now: datetime) -> bool:
    """Whether the request carries a token of one of these things that was made then or later."""
    return any(each in object_ids and made_at >= since for each, made_at in _opened(headers, now).items())


def opened_of(kind: str, headers: dict[str, str], now: datetime) -> list[str]:
    """The ids of all things of this kind, such as carts, whose tokens the request carries.

    Whether the object belongs to one is for the command to find out, in the read that it makes anyway.
    """
    return [each for each in _opened(headers, now) if each.startswith(f"{kind}_")]


def _opened(headers: dict[str, str], now: datetime) -> dict[str, datetime]:
    """What the request's tokens are of, and when the last one of each was made, to the second."""
    found: dict[str, datetime] = {}
    for token in filter(None, map(headers.get, HEADERS)):
        try:
            payload = unseal("guest", token, now)
        except BadSignature:
            continue
        sub, ends_at = payload["sub"], datetime.fromtimestamp(payload.get("exp", 0), UTC)
        if isinstance(sub, str):
            made_at = ends_at - timedelta(days=TOKEN_DAYS)
            found[sub] = max(made_at, found.get(sub, made_at))
    return found
