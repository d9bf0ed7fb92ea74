"""The tokens of letters that ask for a consent, and of those that it allows: whoever has one reads that mailbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.customers.consent import Channel, Purpose
from shared.clock import epoch
from shared.errors import Invalid
from shared.signing import BadSignature, seal, unseal

CONFIRM_WITHIN = timedelta(days=7)  # from when they agreed; who reads mail less often agrees once more


class InvalidLink(Invalid):
    """The link's token is not ours, is for something else, or its time is over."""

    code = "invalid_link"

    def __init__(self) -> None:
        super().__init__("The link is not valid, or not any more.", param="token")


@dataclass(frozen=True)
class Unsubscribing:
    """Whose consent a letter's link takes back, and in which language its page speaks."""

    customer_id: str
    channel: Channel
    purpose: Purpose
    language: str


def confirm_token(customer_id: str, record_id: str, agreed_at: datetime) -> str:
    """The token that confirms what they agreed to by this record, and nothing else."""
    ends_at = epoch(agreed_at + CONFIRM_WITHIN)
    return seal("consent", {"do": "confirm", "sub": customer_id, "of": record_id, "exp": ends_at})


def confirmed_by(token: str, now: datetime) -> tuple[str, str]:
    """The customer and the record that the token confirms. Raises InvalidLink."""
    payload = _payload(token, "confirm", now)
    return payload["sub"], payload["of"]


def unsubscribe_token(customer_id: str, purpose: Purpose, language: str) -> str:
    """The token that takes this consent back; it is good for as long as the letter may lie in a mailbox."""
    return seal("consent", {"do": "stop", "sub": customer_id, "of": f"email/{purpose}", "lang": language})


def unsubscribed_by(token: str, now: datetime) -> Unsubscribing:
    """What the token takes back. Raises InvalidLink."""
    payload = _payload(token, "stop", now)
    channel, _, purpose = payload["of"].partition("/")
    return Unsubscribing(payload["sub"], Channel(channel), Purpose(purpose), payload["lang"])


def _payload(token: str, does: str, now: datetime) -> dict[str, str]:
    try:
        payload: dict[str, str] = unseal("consent", token, now)
    except BadSignature:
        raise InvalidLink from None
    if payload["do"] != does:
        raise InvalidLink
    return payload
