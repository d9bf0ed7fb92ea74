"""People in a pool of ours in Cognito, as the shop's own side manages them: invited, let in, turned away.

Each call may be made again: what is so already stays so.
"""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from shared import telemetry
from shared.aws import client
from shared.dynamo.calls import NO_ANSWER, code_of
from shared.errors import Refused, Unavailable
from shared.pools import pool_id, providers

THERE = "UsernameExistsException"
TAKEN = "AliasExistsException"
GONE = "UserNotFoundException"
LINKED = "InvalidParameterException"  # what Cognito says of a link that there is
NOT_WAITING = "UnsupportedUserStateException"  # who has chosen a password needs no invitation


class AddressInPool(Refused):
    """The pool has somebody else with this e-mail address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("Somebody has this e-mail address already.", param="email")


class AlreadyIn(Refused):
    """Who has signed in needs no other invitation."""

    code = "already_in"

    def __init__(self) -> None:
        super().__init__("This person has taken up the invitation already.")


def invite(people: str, username: str, address: str) -> None:
    """Put somebody into the pool; the pool writes to them. Who is there already hears nothing.

    At each foreign sign-in of the pool (STAFF_PROVIDERS), whoever has this address there is the same person.
    Raises AddressInPool or Unavailable.
    """
    attributes = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
    how = {"UserAttributes": attributes, "DesiredDeliveryMediums": ["EMAIL"]}
    if _ask(people, "admin_create_user", passes=(THERE, TAKEN), Username=username, **how) == TAKEN:
        raise AddressInPool
    for provider in providers(people):
        there = {"ProviderName": provider, "ProviderAttributeName": "email", "ProviderAttributeValue": address}
        here = {"ProviderName": "Cognito", "ProviderAttributeValue": username}
        _ask(people, "admin_link_provider_for_user", passes=(LINKED,), DestinationUser=here, SourceUser=there)


def invite_again(people: str, username: str) -> None:
    """The letter once more, with another first password. Raises AlreadyIn or Unavailable."""
    how = {"MessageAction": "RESEND", "DesiredDeliveryMediums": ["EMAIL"]}
    if _ask(people, "admin_create_user", passes=(NOT_WAITING,), Username=username, **how):
        raise AlreadyIn


def let_in(people: str, username: str) -> None:
    """Raises Unavailable."""
    _ask(people, "admin_enable_user", Username=username)


def turn_away(people: str, username: str) -> None:
    """Nobody signs in by this name, and no session goes on. Raises Unavailable."""
    _ask(people, "admin_disable_user", passes=(GONE,), Username=username)
    sign_out(people, username)


def sign_out(people: str, username: str) -> None:
    """No session gets a new token. One that is out counts until its end, for whoever looks no further."""
    _ask(people, "admin_user_global_sign_out", passes=(GONE,), Username=username)


def remove(people: str, username: str) -> None:
    """Raises Unavailable."""
    _ask(people, "admin_delete_user", passes=(GONE,), Username=username)


def _ask(people: str, operation: str, *, passes: Sequence[str] = (), **what: Any) -> str | None:
    """None, or the code of a refusal that was expected. Raises Unavailable for any other."""
    try:
        getattr(client("cognito-idp"), operation)(UserPoolId=pool_id(people), **what)
    except NO_ANSWER as error:
        raise Unavailable("The pool of people does not answer right now.") from error
    except ClientError as error:
        code = code_of(error)
        if code in passes:
            return code
        telemetry.warn("pool_refused", error, code=code)
        raise Unavailable("The pool of people does not do that right now.") from error
    return None
