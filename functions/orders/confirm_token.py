"""The token in a letter that asks to confirm a free order: whoever has it reads the mail of the order's address."""

from datetime import datetime, timedelta

from shared.clock import epoch
from shared.signing import BadSignature, seal, unseal

LIFE = timedelta(days=2)  # the order's own deadline comes first; this only ends tokens of orders long gone


def confirm_token(order_id: str, now: datetime) -> str:
    """The token that confirms this order, and nothing else."""
    return seal("confirm", {"sub": order_id, "exp": epoch(now + LIFE)})


def confirms(order_id: str, token: str, now: datetime) -> bool:
    """Whether it is this order's token and its time is not over."""
    try:
        return bool(unseal("confirm", token, now)["sub"] == order_id)
    except BadSignature:
        return False
