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
FOREIGN = "EXTERNAL_PROVIDER"  # the status of a user whom a foreign sign-in made
STRANGERS_MAX = 60  # Cognito's own; there is one for each foreign sign-in
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

    At each foreign sign-in of the pool (STAFF_PROVIDERS), whoever has this address there is the same person, also where
    they had signed in there before.
    Raises AddressInPool or Unavailable.
    """
    _forget_strangers(people, address)
    attributes = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
    how = {"UserAttributes": attributes, "DesiredDeliveryMediums": ["EMAIL"]}
    if _ask(people, "admin_create_user", passes=(THERE, TAKEN), Username=username, **how) == TAKEN:
        raise AddressInPool
    for provider in providers(people):
        there = {"ProviderName": provider, "ProviderAttributeName": "email", "ProviderAttributeValue": address}
        here = {"ProviderName": "Cognito", "ProviderAttributeValue": username}
        _ask(people, "admin_link_provider_for_user", passes=(LINKED,), DestinationUser=here, SourceUser=there)
    _forget_strangers(people, address)  # who came between the look and the links; now nobody does


def _forget_strangers(people: str, address: str) -> None:
    """Of whoever signs in elsewhere before they are invited, Cognito makes a user of their own, and links that one to
    nobody any more: once it is gone, the next sign-in is the member's. It opened nothing, and nothing hangs on it.
    """
    named = tuple(f"{provider}_".casefold() for provider in providers(people))
    if not named:
        return
    _, found = _called(people, "list_users", Filter=f'email = "{_quoted(address)}"', Limit=STRANGERS_MAX)
    for user in found["Users"]:
        if user["UserStatus"] == FOREIGN and user["Username"].casefold().startswith(named):
            remove(people, user["Username"])


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


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
    code, _ = _called(people, operation, passes=passes, **what)
    return code


def _called(people: str, operation: str, *, passes: Sequence[str] = (), **what: Any) -> tuple[str | None, Any]:
    """The code of a refusal that was expected, else None with the pool's answer. Raises Unavailable."""
    try:
        return None, getattr(client("cognito-idp"), operation)(UserPoolId=pool_id(people), **what)
    except NO_ANSWER as error:
        raise Unavailable("The pool of people does not answer right now.") from error
    except ClientError as error:
        code = code_of(error)
        if code in passes:
            return code, None
        telemetry.warn("pool_refused", error, code=code)
        raise Unavailable("The pool of people does not do that right now.") from error
