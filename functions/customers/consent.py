"""What a customer agreed to: by which channel the shop may write to them, for what, and the proof of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared import clock
from shared.errors import Forbidden, Refused

GRANTS_MAX = 100  # of a customer's; who changes their mind more often is a program. To take one back is always possible
ASKED_AGAIN_AFTER = timedelta(minutes=10)  # who presses twice, or comes back at once, has a letter on its way already


TRIES_MAX = 5  # codes entered for one message: of a million, so that nobody comes by one by trying


class Channel(StrEnum):
    """By which way somebody is written to."""

    EMAIL = "email"
    SMS = "sms"


class Purpose(StrEnum):
    """For what."""

    MARKETING = "marketing"  # offers, news
    REVIEWS = "reviews"  # what they think of what they bought


class Standing(StrEnum):
    """How it stands with a consent."""

    NONE = "none"  # they never said anything
    PENDING = "pending"  # they agreed, and have not said by the letter's link or the message's code that it was them
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


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
    """How a consent stands. record_id: where it is proven. is_pending: a letter or a message asks whether it was them.

    asking, tries: by text message alone: which asking of theirs it is, and how many wrong codes were entered since.
    """

    model_config = ConfigDict(frozen=True)

    channel: Channel
    purpose: Purpose
    is_granted: bool
    decided_at: str
    record_id: str
    is_pending: bool = False
    confirms_id: str | None = None  # the record of what was agreed to, whose letter they followed
    asking: int | None = None
    tries: int = 0

    @property
    def tries_left(self) -> int:
        """Codes that may still be entered."""
        return TRIES_MAX - self.tries

    @property
    def standing(self) -> Standing:
        """In one word."""
        if self.is_granted:
            return Standing.GRANTED
        return Standing.PENDING if self.is_pending else Standing.WITHDRAWN

    def is_asked_since(self, now: datetime) -> bool:
        """Whether the letter or message that asks for its confirmation has just been owed or sent."""
        return self.is_pending and clock.parse(self.decided_at) + ASKED_AGAIN_AFTER > now


@dataclass(frozen=True)
class ConsentRecord:
    """That somebody agreed, or took it back: rows are added, and that is all.

    text: the words that they saw. route: where they said so. Who said so is who was signed in, or has the letter.
    is_pending: they agreed, and were sent a letter that asks whether it was them; only `confirms_id` in a later record
    makes it count. confirms_id: the record of what they agreed to, whose letter's link they followed, or whose
    message's code they entered. asking: the how many-th time that they agreed to anything; of text messages alone.
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
    is_pending: bool = False
    confirms_id: str | None = None
    asking: int | None = None

    @property
    def consent(self) -> Consent:
        """How it stands by this record."""
        return Consent(
            channel=self.channel,
            purpose=self.purpose,
            is_granted=self.is_granted,
            decided_at=self.decided_at,
            record_id=self.id,
            is_pending=self.is_pending,
            confirms_id=self.confirms_id,
            asking=self.asking,
        )
