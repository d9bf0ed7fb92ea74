"""Who has signed in at the pool of customers, and by which address the pool knows them."""

from dataclasses import dataclass
from datetime import datetime

from shared import ids
from shared.errors import Unauthenticated
from shared.own_account import own_account
from shared.pools import user_pool
from shared.tokens import verified


@dataclass(frozen=True)
class Identity:
    """A person in the pool. signed_in_at: when they last proved it, however often their tokens were renewed since."""

    sub: str
    email: str
    email_verified: bool
    signed_in_at: datetime


def require_same(access_token: str, customer_id: str, now: datetime) -> None:
    """The token is of who the customer is. Raises Unauthenticated, or Unavailable where that cannot be known."""
    claims = verified(access_token, user_pool("customers"), now)
    if customer_id_of(claims.sub) != customer_id:
        raise Unauthenticated("The access token is not of who is signed in here.")


def customer_id_of(sub: str) -> str:
    """The id of the customer whom the pool knows as this user: the same at every sign-in."""
    return ids.derived_id("cus", sub)


def identity_of(access_token: str, now: datetime) -> Identity:
    """Who the token is of. It proves itself, then the pool is asked for the address, and whether it still counts.

    Raises Unauthenticated or Unavailable.
    """
    claims = verified(access_token, user_pool("customers"), now)
    account = own_account(access_token)
    if account.sub != claims.sub:
        raise Unauthenticated("The access token does not count: sign in again.")
    return Identity(account.sub, account.email, account.email_verified, claims.auth_time)
