"""The pool of customers, doubled: accounts, sign-ins and passwords, as the shop sees them of Cognito.

Its tokens are no JWTs: how those are read is shown by tests/shared/test_tokens.py, and by the journeys on real ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.customers import identity
from shared import aws, clock, directory, ids, own_account
from shared.pools import UserPool
from shared.tokens import BadToken, Claims
from tests.simulation.dynamodb import AwsError
from tests.world import ENVIRONMENT

PASSWORD = "Correct-Horse-9"
WEAK = "weak"


@dataclass(frozen=True)
class Account:
    """An account in the pool. out_at: when it was signed out everywhere, in epoch seconds."""

    sub: str
    email: str
    is_verified: bool = True
    password: str = PASSWORD
    out_at: float = 0.0


@dataclass
class Pool:
    """The accounts, by their `sub`; a client of `cognito-idp` in as far as the shop is one."""

    accounts: dict[str, Account] = field(default_factory=dict)

    def sign_up(self, email: str, *, is_verified: bool = True) -> str:
        """A new account's `sub`."""
        account = Account(f"{ids.random_bits(128):032x}", email, is_verified)
        self.accounts[account.sub] = account
        return account.sub

    def change(self, sub: str, **changed: Any) -> None:
        """What the person does at the pool itself."""
        self.accounts[sub] = replace(self.accounts[sub], **changed)

    def token(self, sub: str) -> str:
        """The access token of who signs in now."""
        return f"access {sub} {clock.source()}"

    def verified(self, token: str, _pool: UserPool, now: datetime) -> Claims:
        """As `shared.tokens.verified`."""
        word, _, rest = token.partition(" ")
        if word != "access":
            raise BadToken("malformed")
        sub, at = rest.split(" ")
        moment = datetime.fromtimestamp(int(float(at)), UTC)
        return Claims(sub, sub, moment, moment, now)

    def get_user(self, **request: Any) -> Any:
        account = self._of(request)
        told = {"sub": account.sub, "email": account.email, "email_verified": str(account.is_verified).lower()}
        return {"Username": account.sub, "UserAttributes": [{"Name": n, "Value": v} for n, v in told.items()]}

    def change_password(self, **request: Any) -> Any:
        account = self._of(request)
        if request["PreviousPassword"] != account.password:
            raise _refused("NotAuthorizedException")
        if request["ProposedPassword"] == WEAK:
            raise _refused("InvalidPasswordException")
        self.change(account.sub, password=request["ProposedPassword"])
        return {}

    def global_sign_out(self, **request: Any) -> Any:
        self.change(self._of(request).sub, out_at=clock.source())
        return {}

    def admin_delete_user(self, *, UserPoolId: str, Username: str) -> Any:  # noqa: N803 - Cognito's names
        assert UserPoolId == ENVIRONMENT["CUSTOMERS_POOL"]
        if self.accounts.pop(Username, None) is None:
            raise _refused("UserNotFoundException")
        return {}

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        """As a service of the simulated AWS."""
        name = "".join(f"_{c.lower()}" if c.isupper() else c for c in operation).removeprefix("_")
        try:
            return getattr(self, name)(**request)
        except ClientError as refused:
            code = refused.response["Error"]["Code"]
            raise AwsError(code, code, 400, {}) from None

    def _of(self, request: Mapping[str, Any]) -> Account:
        _, sub, at = str(request["AccessToken"]).split(" ")
        account = self.accounts.get(sub)
        if account is None or float(at) < account.out_at:
            raise _refused("NotAuthorizedException")
        return account


def install(patch: Any, pool: Pool) -> None:
    """In the place of the one in the cloud. patch: pytest's."""
    patch.setattr(identity, "verified", pool.verified)
    patch.setattr(own_account, "client", lambda _: pool)
    of_staff = aws.client
    patch.setattr(directory, "client", lambda name: _BothPools(pool, of_staff(name)))


@dataclass(frozen=True)
class _BothPools:
    customers: Pool
    staff: Any

    def admin_delete_user(self, **request: Any) -> Any:
        of_customers = request["UserPoolId"] == ENVIRONMENT["CUSTOMERS_POOL"]
        return (self.customers if of_customers else self.staff).admin_delete_user(**request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.staff, name)


def _refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "")
