"""The kinds of values that settings have: how each is checked, and what it is called."""

import re
from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, WithJsonSchema

from shared.http.email import email_address
from shared.http.url import https_url
from shared.money import CURRENCIES, exponent

THIS_MACHINE = ("localhost", "127.0.0.1")
TEXT_LENGTH_MAX = 200  # characters, on one line


def of_pattern(pattern: str, told: str) -> Callable[[str], str]:
    """Checks text against the whole of a pattern."""

    def checked(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"must be {told}")
        return text

    return checked


def _line(text: str) -> str:
    text = text.strip()
    if not text.isprintable() or not 0 < len(text) <= TEXT_LENGTH_MAX:
        raise ValueError(f"must be one line of 1 to {TEXT_LENGTH_MAX} characters")
    return text


def _page(text: str) -> str:
    """An https URL, or a page that a developer's own machine serves."""
    return text if _is_of_this_machine(text) else https_url(text)


def _metadata(text: str) -> str:
    """A page, or a file on the machine that deploys: some providers only give one to download."""
    return text if re.fullmatch(r"[^:\n]+\.xml", text) else _page(text)


def _page_with(place: str) -> AfterValidator:
    """For a page that a letter's own link leads to, with `{token}` where its token goes, or `{…_id}`, an id."""

    def check(text: str) -> str:
        if re.findall(r"\{[^}]*\}", text) != [place]:
            raise ValueError(f"must have {place} in it once, and nothing else in braces")
        return _page(text)

    return AfterValidator(check)


def _page_of(thing: str) -> AfterValidator:
    """For the page of one thing, with `{…}` where its id and its token go."""
    parts = {f"{{{thing}_id}}", "{token}"}

    def check(text: str) -> str:
        if set(re.findall(r"\{[^}]*\}", text)) != parts:
            raise ValueError(f"must have {{{thing}_id}} and {{token}} in it, and nothing else in braces")
        return _page(text)

    return AfterValidator(check)


def _origin(text: str) -> str:
    if text == "*":
        return text
    parts = urlsplit(_page(text))
    if text != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("must end after the host or its port, without a slash")
    return text


def _is_of_this_machine(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "http" and parts.hostname in THIS_MACHINE and "@" not in parts.netloc
    except ValueError:
        return False


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise ValueError("must be a currency in use, as ISO 4217 writes it, such as EUR")
    return text


def minor_units(text: str) -> tuple[str, int]:
    """The currency and the whole number of its minor units of `EUR 500.00`. Raises ValueError."""
    found = re.fullmatch(r"([A-Z]{3}) (\d{1,10})(?:\.(\d+))?", text)
    if found is None:
        raise ValueError("must be a currency and a sum, such as EUR 500.00")
    currency, whole, part = _currency(found[1]), found[2], found[3] or ""
    places = exponent(currency)
    if len(part) > places:
        raise ValueError(f"has more decimals than {currency}")
    return currency, int(whole + part.ljust(places, "0"))


def _sum(text: str) -> str:
    minor_units(text)
    return text


def _called(name: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": name})


Line = Annotated[str, AfterValidator(_line), _called("text")]
MailAddress = Annotated[str, AfterValidator(email_address), _called("e-mail address")]
Page = Annotated[str, AfterValidator(_page), _called("URL")]
Metadata = Annotated[str, AfterValidator(_metadata), _called("URL, or the path of an .xml file")]
OrdersPage = Annotated[str, _page_of("order"), _called("URL with {order_id} and {token}")]
TicketsPage = Annotated[str, _page_of("ticket"), _called("URL with {ticket_id} and {token}")]
CartsPage = Annotated[str, _page_with("{cart_id}"), _called("URL with {cart_id}")]
LinksPage = Annotated[str, _page_with("{token}"), _called("URL with {token}")]
Origin = Annotated[str, AfterValidator(_origin), _called("origin")]
Sum = Annotated[str, AfterValidator(_sum), _called("currency and sum")]
Currency = Annotated[str, AfterValidator(_currency), _called("currency")]
Language = Annotated[str, _called("language")]
Account = Annotated[str, AfterValidator(of_pattern(r"\d{12}", "an account's 12 digits")), _called("12 digits")]
Region = Annotated[
    str,
    AfterValidator(of_pattern(r"[a-z]{2}(-[a-z]+)+-\d", "a region of AWS, such as eu-central-1")),
    _called("region"),
]
Prefix = Annotated[
    str,
    AfterValidator(
        of_pattern(
            r"(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", "at most 20 small letters, digits and dashes, a letter first"
        )
    ),
    _called("at most 20 small letters, digits, dashes"),
]
SecretArn = Annotated[
    str,
    AfterValidator(
        of_pattern(
            r"arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}",
            "the whole ARN of a secret in Secrets Manager, with the six characters at its end",
        )
    ),
    _called("ARN"),
]
KeyArn = Annotated[
    str,
    AfterValidator(
        of_pattern(
            r"arn:aws:kms:[a-z0-9-]+:\d{12}:key/(mrk-)?[0-9a-f-]{32,36}", "the whole ARN of a key in KMS, not an alias'"
        )
    ),
    _called("ARN"),
]
CertificateArn = Annotated[
    str,
    AfterValidator(
        of_pattern(
            r"arn:aws:acm:us-east-1:\d{12}:certificate/[0-9a-f-]{36}", "the whole ARN of a certificate in us-east-1"
        )
    ),
    _called("ARN"),
]
ProviderName = Annotated[
    str,
    # Cognito names a stranger from there by it, `Keycloak_…`; ours are `staff_…`.
    AfterValidator(
        of_pattern(
            r"(?!(?i:staff)$)[A-Za-z][A-Za-z0-9-]{2,31}",
            "3 to 32 letters, digits and dashes, a letter first, and not `staff`",
        )
    ),
    _called("3 to 32 letters, digits, dashes"),
]
SenderName = Annotated[
    str,
    # Source: AWS End User Messaging SMS, "Sender IDs".
    AfterValidator(
        of_pattern(
            r"(?=.{3,11}$)[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*", "3 to 11 letters, digits and dashes, one a letter"
        )
    ),
    _called("3 to 11 letters, digits, dashes"),
]
HelpdeskProvider = Annotated[str, AfterValidator(of_pattern("zendesk", "zendesk")), _called('"zendesk"')]
Domain = Annotated[
    str,
    AfterValidator(
        of_pattern(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", "a domain name, such as api.lindenhof.shop")
    ),
    _called("domain name"),
]
PerAddress = Annotated[int, Field(ge=10, le=2_000_000)]  # the firewall counts from ten
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Percent = Annotated[int, Field(ge=1, le=100)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogDays = Literal[  # what CloudWatch takes
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]  # fmt: skip
