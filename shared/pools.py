"""The shop's pools of people in Cognito, as the environment names them: staff and customers."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class UserPool:
    """A pool of people. client: the app of ours that they sign in by; another app's tokens are not for us."""

    id: str
    client: str

    @property
    def issuer(self) -> str:
        """What its tokens say that they are from."""
        return f"https://cognito-idp.{self.id.partition('_')[0]}.amazonaws.com/{self.id}"

    @property
    def keys_url(self) -> str:
        """Where its keys are. The local cloud has them under its own address, as all of AWS."""
        elsewhere = os.environ.get("POOL_KEYS_AT") or os.environ.get("AWS_ENDPOINT_URL")
        return f"{f'{elsewhere}/{self.id}' if elsewhere else self.issuer}/.well-known/jwks.json"


def user_pool(people: str) -> UserPool:
    """The pool `staff` or `customers` (STAFF_POOL, STAFF_CLIENT), for whoever believes its tokens."""
    return UserPool(pool_id(people), os.environ[f"{people.upper()}_CLIENT"])


def pool_id(people: str) -> str:
    """For whoever manages it."""
    return os.environ[f"{people.upper()}_POOL"]


def providers(people: str) -> list[str]:
    """At which foreign sign-ins its people may prove who they are (STAFF_PROVIDERS)."""
    return [each for each in os.environ.get(f"{people.upper()}_PROVIDERS", "").split(",") if each]
