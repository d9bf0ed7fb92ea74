"""Reading the JSON bodies of control calls: known fields of the right type, or a sentence that says what is wrong."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from local.stripe_double.delivery import Endpoint
from local.stripe_double.errors import StripeError
from local.stripe_double.state import Json

MAX_ATTEMPTS = 100  # deliveries of one event
MAX_SECRETS = 10  # signatures in one header
MAX_COUNT = 1_000_000  # "always", for faults that count down
MAX_SECONDS = 3_600.0  # the longest pause a fault or a backoff may ask for


@dataclass(frozen=True, slots=True)
class Wish:
    """One control call: its JSON body, and the id in its path."""

    body: Json
    id: str = ""


class BadWish(Exception):
    """A control call that makes no sense; the sentence says why."""


def only(body: Json, *names: str) -> Json:
    """The body, if it holds no other field. Raises BadWish."""
    if unknown := set(body) - set(names):
        raise BadWish(f"unknown: {', '.join(sorted(unknown))}; this call takes {', '.join(names) or 'nothing'}")
    return body


def number(body: Json, name: str, default: float, most: float, least: float = 0.0) -> float:
    """A number within bounds."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadWish(f"{name} must be a number from {least:g} to {most:g}")
    return float(value)


def count(body: Json, name: str, default: int, most: int = MAX_COUNT, least: int = 0) -> int:
    """A whole number within bounds."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadWish(f"{name} must be a whole number from {least} to {most}")
    return value


def flag(body: Json, name: str, default: bool = False) -> bool:
    """true or false."""
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise BadWish(f"{name} must be true or false")
    return value


def outcome(body: Json) -> bool:
    """Whether `outcome` is "succeed" rather than "fail"."""
    value = body.get("outcome")
    if value not in ("succeed", "fail"):
        raise BadWish('outcome must be "succeed" or "fail"')
    return bool(value == "succeed")


def words(body: Json, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """A short list of strings."""
    value: Any = body.get(name, list(default))
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value) or not value:
        raise BadWish(f"{name} must be a list of strings")
    if len(value) > 100:
        raise BadWish(f"{name} has more than 100 entries")
    return tuple(value)


def endpoint(body: Json) -> Endpoint:
    """A webhook endpoint: url, and secret or secrets; the rest has defaults."""
    only(body, "url", "secret", "secrets", "enabled_events", "max_attempts", "backoff_s", "max_backoff_s", "timeout_s")
    url = body.get("url")
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadWish("url must be an http or https address")
    one = body.get("secret")
    secrets = words(body, "secrets", (one,) if isinstance(one, str) and one else ())
    if len(secrets) > MAX_SECRETS:
        raise BadWish(f"at most {MAX_SECRETS} secrets")
    return Endpoint(
        url=str(url),
        secrets=secrets,
        enabled_events=words(body, "enabled_events", ("*",)),
        max_attempts=count(body, "max_attempts", Endpoint.max_attempts, MAX_ATTEMPTS, 1),
        backoff_s=number(body, "backoff_s", Endpoint.backoff_s, MAX_SECONDS),
        max_backoff_s=number(body, "max_backoff_s", Endpoint.max_backoff_s, MAX_SECONDS),
        timeout_s=number(body, "timeout_s", Endpoint.timeout_s, MAX_SECONDS, 0.01),
    )


def sentence(error: Exception) -> str:
    """What to tell the caller of a control call that failed."""
    if isinstance(error, StripeError):
        return str(error.error["message"])
    return str(error)
