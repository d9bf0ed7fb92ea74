"""Shoppers with an account: a signed token that says whose session it is, so that no Lambda of the store reads a JWT.

It comes as `Session-Token`, beside Cart-Token and Order-Token. Whether the session was ended meanwhile stands with its
customer, and is read with what the request reads anyway: see `functions.customers.signed_in`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared import clock
from shared.errors import Unauthenticated
from shared.signing import BadSignature, seal, unseal

HEADER = "session-token"
LIFE = timedelta(hours=1)  # as long as a stolen token opens anything, where nobody signs out
LIFE_MAX = timedelta(hours=24)  # since its sign-in, however often it was renewed; then the pool is asked again


class NotSignedIn(Unauthenticated):
    """No session, or none that counts: ended, past its time, or not ours. Sign in, and begin another one."""

    code = "session_required"

    def __init__(self) -> None:
        super().__init__("Sign in: the request carries no Session-Token that counts.", param="Session-Token")


@dataclass(frozen=True)
class Session:
    """A signed-in shopper. made_at: of this token; begun_at: of its sign-in. Both as `clock.stamp` writes them."""

    id: str
    customer_id: str
    made_at: str
    begun_at: str

    @property
    def renewable_until(self) -> datetime:
        """When the last of its tokens ends."""
        return clock.parse(self.begun_at) + LIFE_MAX

    @property
    def expires_at(self) -> datetime:
        """When this token ends."""
        return min(clock.parse(self.made_at) + LIFE, self.renewable_until)

    @property
    def token(self) -> str:
        """As its shopper's client sends it."""
        ends = clock.epoch(self.expires_at)
        return seal(
            "session", {"sub": self.customer_id, "sid": self.id, "at": [self.made_at, self.begun_at], "exp": ends}
        )


def session_of(headers: Mapping[str, str], now: datetime) -> Session:
    """The session whose token the request carries. headers: lower-case names. Raises NotSignedIn."""
    try:
        payload = unseal("session", headers.get(HEADER, ""), now)
    except BadSignature:
        raise NotSignedIn from None
    made_at, begun_at = payload["at"]
    return Session(payload["sid"], payload["sub"], made_at, begun_at)
