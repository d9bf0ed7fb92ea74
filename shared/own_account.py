"""What people may do with their own account in a pool in Cognito, by their access token and nothing else.

Whoever calls has verified the token: Cognito takes one of any pool in the region.
"""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from shared.aws import client
from shared.dynamo.calls import NO_ANSWER, code_of
from shared.errors import Invalid, Problem, RateLimited, Unauthenticated, Unavailable

WAIT_S = 60  # Cognito tells no time; its limits are a minute's, or get longer with each try


class SignedOut(Unauthenticated):
    """The pool does not know the token any more: its person signed out everywhere, or is gone."""

    def __init__(self) -> None:
        super().__init__("The access token does not count any more: sign in again.")


class WrongPassword(Invalid):
    """Not the password that the person has now."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("This is not the present password.", param="previous_password")


class WeakPassword(Invalid):
    """Not one that the pool takes: too short, too plain, or one of the last ones."""

    code = "password_refused"

    def __init__(self) -> None:
        super().__init__("The pool does not take this as a password: see its rules.", param="new_password")


@dataclass(frozen=True)
class Account:
    """How the pool knows a person by now."""

    sub: str
    email: str
    email_verified: bool


def own_account(access_token: str) -> Account:
    """The account that the token is of. Raises SignedOut or Unavailable."""
    answer = _ask("get_user", {"NotAuthorizedException": SignedOut}, AccessToken=access_token)
    told = {each["Name"]: each["Value"] for each in answer["UserAttributes"]}
    return Account(told["sub"], told["email"], told.get("email_verified") == "true")


def change_password(access_token: str, previous: str, new: str) -> None:
    """Give the account another password. Raises WrongPassword, WeakPassword, SignedOut, RateLimited or Unavailable."""
    refusals: dict[str, type[Problem]] = {
        "NotAuthorizedException": WrongPassword,
        "InvalidPasswordException": WeakPassword,
        "InvalidParameterException": WeakPassword,
        "PasswordHistoryPolicyViolationException": WeakPassword,
    }
    own_account(access_token)  # a token that does not count gets the same refusal as a wrong password
    _ask("change_password", refusals, AccessToken=access_token, PreviousPassword=previous, ProposedPassword=new)


def sign_out_everywhere(access_token: str) -> None:
    """End all that the pool gave out: whoever has a refresh token gets no other token by it. Raises Unavailable."""
    try:
        _ask("global_sign_out", {"NotAuthorizedException": SignedOut}, AccessToken=access_token)
    except SignedOut:
        return  # as wanted


def _ask(operation: str, refusals: dict[str, Any], **request: Any) -> Any:
    gone = {"UserNotFoundException": SignedOut, "PasswordResetRequiredException": SignedOut}
    try:
        return getattr(client("cognito-idp"), operation)(**request)
    except NO_ANSWER as error:
        raise Unavailable("The pool of accounts did not answer; try again.") from error
    except ClientError as error:
        code = code_of(error)
        if code in ("LimitExceededException", "TooManyRequestsException"):
            raise RateLimited("password_tries", WAIT_S) from None
        if refusal := (gone | refusals).get(code):
            raise refusal() from None
        raise Unavailable("The pool of accounts does not do this right now; try again.") from None
