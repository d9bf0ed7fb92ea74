"""Guests: a token bound to one cart or one order is all a shopper without an account needs."""

from datetime import datetime, timedelta

from shared.clock import epoch
from shared.errors import NotFound
from shared.signing import BadSignature, seal, unseal

TOKEN_DAYS = 90  # a guest looks at an order until well after its return window
HEADERS = ("cart-token", "order-token")


def token_for(object_id: str, now: datetime) -> str:
    """The token that opens this cart or order, and nothing else."""
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
