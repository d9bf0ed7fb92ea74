"""The shapes that customers take in requests."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from shared.address import HarmlessOrNone, PhoneOrNone
from shared.http import Input
from shared.http.text import none_if_blank

TOKEN_LENGTH_MAX = 8192  # characters; an access token has some 1,200
LOCALE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"  # language, script, region: de, de-AT, zh-Hant-TW
Locale = Annotated[str, StringConstraints(max_length=35, pattern=LOCALE)]


class SignIn(Input):
    """The access token that the pool of customers gave to whoever has signed in there."""

    access_token: Annotated[str, StringConstraints(min_length=1, max_length=TOKEN_LENGTH_MAX)]


class Profile(Input):
    """What shall be another; absent fields stay, null empties."""

    first_name: HarmlessOrNone = None
    last_name: HarmlessOrNone = None
    phone: PhoneOrNone = None
    locale: Annotated[Locale | None, BeforeValidator(none_if_blank)] = None
    accepts_marketing: bool = False
