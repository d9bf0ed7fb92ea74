"""The forms that fields of requests take, and what all requests and answers have in common."""

import unicodedata
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from shared.money import AMOUNT_MAX, CURRENCIES

T = TypeVar("T")

QUANTITY_MAX = 100_000  # units a line; wholesale orders of the trade data reach 80,995


class Input(BaseModel):
    """A request's body or query. Unknown fields are refused: a typo must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Listed(View, Generic[T]):
    """A page of a list."""

    data: list[T]
    has_more: bool = False
    next_cursor: str | None = None


def _clean(text: str) -> str:
    """One line as people mean it: composed characters (NFC), no edges of space, no control or direction characters."""
    text = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn", "Zl", "Zp") or c in _DIRECTION for c in text):
        raise ValueError("must not hold control characters")
    return text


def _clean_prose(text: str) -> str:
    return "\n".join(_clean(line.replace("\t", " ")) for line in text.replace("\r\n", "\n").split("\n"))


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an active ISO 4217 code in capitals")
    return code


def _email(address: str) -> str:
    """One @, a dot in the domain, ASCII, no control characters or spaces: what every mail server takes."""
    local, _, domain = address.rpartition("@")
    if not local or "@" in local or ".." in address or domain.startswith((".", "-")) or domain.endswith((".", "-")):
        raise ValueError("must be an e-mail address")
    return f"{local}@{domain.lower()}"


_DIRECTION = (
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"  # they can make a text look like another
)

Line = Annotated[str, StringConstraints(max_length=255), AfterValidator(_clean)]
Prose = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_clean_prose)]
Amount = Annotated[int, Field(ge=0, le=AMOUNT_MAX)]
Quantity = Annotated[int, Field(ge=1, le=QUANTITY_MAX)]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Email = Annotated[
    str,
    StringConstraints(
        max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}$"
    ),
    AfterValidator(_email),
]
MetadataKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
Metadata = Annotated[dict[MetadataKey, Annotated[str, StringConstraints(max_length=500)]], Field(max_length=50)]


class ErrorDetail(View):
    """What went wrong; `code` is stable, `message` is for a developer."""

    type: str
    code: str
    message: str
    param: str | None
    details: dict[str, Any]
    request_id: str


class ErrorView(View):
    """The body of every answer of 400 and above."""

    error: ErrorDetail
