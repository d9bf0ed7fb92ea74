"""Guests: a token bound to one cart, order or ticket is all a shopper without an account needs."""

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
    for token in filter(None, map(headers.get, HEADERS)):
        try:
            if unseal("guest", token, now)["sub"] == object_id:
                return object_id
        except BadSignature:
            continue
    raise NotFound


def bound_to_or(kind: str, object_id: str, headers: dict[str, str], now: datetime) -> str:
    """As `bound_to`; where the request carries the token of something of this kind, such as a cart, that thing's id.

    Whether the object belongs to it is for the command to find out, in the read that it makes anyway.
    """
    try:
        return bound_to(object_id, headers, now)
    except NotFound:
        for token in filter(None, map(headers.get, HEADERS)):
            try:
                owner = str(unseal("guest", token, now)["sub"])
            except BadSignature:
                continue
            if owner.startswith(f"{kind}_"):
                return owner
        raise
