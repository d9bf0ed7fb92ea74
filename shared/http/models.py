"""The forms that fields of requests take, and what all requests and answers have in common."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from shared.http.email import email_address
from shared.http.text import Text, none_if_blank
from shared.http.url import https_url
from shared.money import AMOUNT_MAX, CURRENCIES

T = TypeVar("T")

QUANTITY_MAX = 100_000  # units a line; wholesale orders of the trade data reach 80,995
METADATA_KEYS_MAX = 50
METADATA_BYTES_MAX = 4096  # every change of a cart or a product writes it again
EMAIL_LENGTH_MAX = 320  # before it is trimmed; an address has at most 254


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


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an active ISO 4217 code in capitals")
    return code


def _country(code: str) -> str:
    from iso3166 import countries_by_alpha2  # noqa: PLC0415 - rarely asked

    if code not in countries_by_alpha2:
        raise ValueError("must be a country's ISO 3166-1 alpha-2 code" + _MISTAKEN.get(code, ""))
    return code


def metadata_bytes(metadata: dict[str, str]) -> int:
    """How much it is, keys and values together."""
    return sum(len(key) + len(value.encode()) for key, value in metadata.items())


def _small(metadata: dict[str, str]) -> dict[str, str]:
    if metadata_bytes(metadata) > METADATA_BYTES_MAX:
        raise ValueError(f"must have at most {METADATA_BYTES_MAX} bytes, keys and values together")
    return metadata


_MISTAKEN = {"UK": "; the United Kingdom is GB", "EL": "; Greece is GR", "EU": "; the European Union is no country"}

Line = Annotated[str, Text(255)]
RequiredLine = Annotated[str, Text(255, is_required=True)]
OptionalLine = Annotated[Line | None, AfterValidator(none_if_blank)]
Prose = Annotated[str, Text(5000, is_prose=True)]
Amount = Annotated[int, Field(ge=0, le=AMOUNT_MAX)]
Quantity = Annotated[int, Field(ge=1, le=QUANTITY_MAX)]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_country)]
Email = Annotated[
    str,
    StringConstraints(max_length=EMAIL_LENGTH_MAX),
    AfterValidator(email_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": EMAIL_LENGTH_MAX}),
]
HttpsUrl = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(https_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2000}),
]
OrderId = Annotated[str, StringConstraints(pattern=r"^order_[0-9A-Z]{26}$")]
MetadataKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
Metadata = Annotated[
    dict[MetadataKey, Annotated[str, Text(500)]], Field(max_length=METADATA_KEYS_MAX), AfterValidator(_small)
]


class ErrorDetail(View):
    """What went wrong; `code` is stable, `message` is for a developer."""

    type: Literal[
        "invalid_request",
        "authentication",
        "permission",
        "not_found",
        "conflict",
        "precondition",
        "rate_limit",
        "unavailable",
        "internal",
    ]
    code: str
    message: str
    param: str | None
    details: dict[str, Any]
    request_id: str


class ErrorView(View):
    """The body of every answer of 400 and above."""

    error: ErrorDetail
