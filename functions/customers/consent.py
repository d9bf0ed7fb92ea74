"""What a customer agreed to: by which channel the shop may write to them, for what, and the proof of it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.errors import Forbidden, Refused

GRANTS_MAX = 100  # of a customer's; who changes their mind more often is a program. To take one back is always possible


class Channel(StrEnum):
    """By which way somebody is written to."""

    EMAIL = "email"
    SMS = "sms"


class Purpose(StrEnum):
    """For what."""

    MARKETING = "marketing"  # offers, news
    REVIEWS = "reviews"  # what they think of what they bought


class EmailNotVerified(Forbidden):
    """The pool does not know yet that the address is the customer's, so that nothing is proven by it."""

    code = "email_not_verified"

    def __init__(self) -> None:
        super().__init__("Verify the e-mail address of the account first, and sign in again.")


class TooManyConsents(Refused):
    """They agreed and took it back too often."""

    code = "too_many_consents"

    def __init__(self) -> None:
        super().__init__(f"It was agreed to {GRANTS_MAX} times; that is all.", details={"limit": GRANTS_MAX})


class Consent(BaseModel):
    """How a consent stands. record_id: where it is proven."""

    model_config = ConfigDict(frozen=True)

    channel: Channel
    purpose: Purpose
    is_granted: bool
    decided_at: str
    record_id: str


@dataclass(frozen=True)
class ConsentRecord:
    """That somebody agreed, or took it back: rows are added, and that is all.

    text: the words that they saw. route: where they said so. Who said so is who was signed in.
    """

    id: str
    customer_id: str
    channel: Channel
    purpose: Purpose
    is_granted: bool
    text: str | None
    route: str
    request_id: str
    decided_at: str

    @property
    def consent(self) -> Consent:
        """How it stands by this record."""
        return Consent(
            channel=self.channel,
            purpose=self.purpose,
            is_granted=self.is_granted,
            decided_at=self.decided_at,
            record_id=self.id,
        )
