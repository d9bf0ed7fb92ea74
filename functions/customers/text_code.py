"""The code that a text message brings, by which who reads it says that the number is theirs.

It is kept nowhere: it is made of what is known of the asking, under a key of ours, and made again to be compared.
"""

from datetime import datetime

from functions.customers.consent import Consent, Purpose
from functions.customers.customer import Customer
from shared import limits, telemetry
from shared.errors import Invalid, Refused
from shared.http import Request
from shared.settings import Settings, read_settings
from shared.signing import code, is_code
from shared.texting import send_text

WORDS = {
    "en": "{shop}: your code is {code}. Enter it to get text messages from us. If that was not you, do nothing.",
    "de": "{shop}: Ihr Code ist {code}. Mit ihm bekommen Sie Nachrichten von uns. Waren Sie das nicht, tun Sie nichts.",
}
PER_NUMBER_A_DAY = 5  # messages; who needs more has another trouble
PER_ADDRESS_A_DAY = 20


class TextSettings(Settings):
    """sends_texts: whether the shop does. text_sender: the name that they show. texts_per_day: of all together."""

    shop_name: str
    sends_texts: bool = False
    text_sender: str = ""
    texts_per_day: int = 500


class TextsNotOffered(Refused):
    """The shop sends no text messages."""

    code = "texts_not_offered"

    def __init__(self) -> None:
        super().__init__("The shop sends no text messages; nothing can be agreed to by this channel.")


class PhoneNeeded(Refused):
    """There is no number that a message could go to."""

    code = "phone_needed"

    def __init__(self) -> None:
        super().__init__("Put the phone number into the profile first.")


class WrongCode(Invalid):
    """Not the code that was sent last. left: how many tries there still are."""

    code = "wrong_code"

    def __init__(self, left: int) -> None:
        super().__init__("This is not the code that was sent.", param="code", details={"tries_left": left})


class CodeVoid(Refused):
    """The code's time is over, or it was tried too often."""

    code = "code_void"

    def __init__(self) -> None:
        super().__init__("The code does not count any more; agree again to get another one.")


def send_code(customer: Customer, purpose: Purpose, asking: int, request: Request) -> None:
    """Send the code of this asking. Raises TextsNotOffered, PhoneNeeded, RateLimited, TextRefused or Unavailable."""
    settings = require_offered()
    if not customer.phone:
        raise PhoneNeeded
    for limit, who in (
        (limits.Limit("texts_per_number", PER_NUMBER_A_DAY, limits.DAY_S), customer.phone),
        (limits.Limit("texts_per_address", PER_ADDRESS_A_DAY, limits.DAY_S), request.address),
        (limits.Limit("texts", settings.texts_per_day, limits.DAY_S), "all"),
    ):
        limits.count(limit, who, request.now)
    words = WORDS.get(customer.locale or "en", WORDS.get((customer.locale or "en")[:2], WORDS["en"]))
    digits = code("consent", _text(customer, purpose, asking))
    send_text(customer.phone, words.format(shop=settings.shop_name, code=digits), settings.text_sender)
    telemetry.count("TextsSent")


def require_offered() -> TextSettings:
    """What the shop's settings say of text messages. Raises TextsNotOffered."""
    settings: TextSettings = read_settings(TextSettings)
    if not settings.sends_texts:
        raise TextsNotOffered
    return settings


def is_right(customer: Customer, stands: Consent, given: str) -> bool:
    """Whether this is the code of the asking that the consent stands by, sent to the number of today."""
    if stands.asking is None or not customer.phone:
        return False
    return is_code("consent", _text(customer, stands.purpose, stands.asking), given)


def require_counts(stands: Consent, now: datetime) -> None:
    """Raises CodeVoid."""
    if not stands.is_asked_since(now) or stands.tries_left <= 0:
        raise CodeVoid


def _text(customer: Customer, purpose: Purpose, asking: int) -> str:
    return f"sms {customer.id} {purpose} {customer.phone} {asking}"
