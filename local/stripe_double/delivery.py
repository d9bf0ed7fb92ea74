"""One webhook on the wire: signed as Stripe signs, posted once."""

import hashlib
import hmac
import http.client
import secrets
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ANSWER = 4_096  # bytes of the receiver's answer worth keeping in the log
USER_AGENT = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"


@dataclass(frozen=True)
class Endpoint:
    """Where webhooks go. Several secrets sign side by side, as Stripe does while one is being rolled."""

    url: str
    secrets: tuple[str, ...]
    enabled_events: tuple[str, ...] = ("*",)
    max_attempts: int = 8  # with the default backoff, some 25 s; Stripe goes on for three days
    backoff_s: float = 0.2  # doubled after every failure …
    max_backoff_s: float = 5.0  # … up to this
    timeout_s: float = 20.0  # Stripe's own is not documented; a cold Lambda needs a few seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the receiver answered, or why it did not."""

    status: int | None
    body: str
    error: str | None
    duration_ms: int

    @property
    def is_accepted(self) -> bool:
        """Any 2xx counts; a redirect does not."""
        return self.status is not None and 200 <= self.status < 300


def signature(body: bytes, keys: tuple[str, ...], at: int) -> str:
    """The `Stripe-Signature` header: one v1 for each secret, and the meaningless v0 that test mode adds."""
    signed = f"{at}.".encode() + body
    parts = [f"v1={hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()}" for key in keys]
    return ",".join([f"t={at}", *parts, f"v0={secrets.token_hex(32)}"])


def post(endpoint: Endpoint, body: bytes, header: str) -> Outcome:
    """Deliver once; never raises for what the network or the receiver does."""
    started = time.monotonic()
    try:
        status, answer = _post(endpoint, body, header)
        return Outcome(status, answer, None, _since(started))
    except (OSError, http.client.HTTPException) as error:
        return Outcome(None, "", f"{type(error).__name__}: {error}", _since(started))


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1_000)


def _post(endpoint: Endpoint, body: bytes, header: str) -> tuple[int, str]:
    parts = urlsplit(endpoint.url)
    host, timeout = parts.hostname or "", endpoint.timeout_s
    connection = (
        http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=timeout)
    )
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": USER_AGENT, "Stripe-Signature": header}
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else "") or "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MAX_ANSWER).decode(errors="replace")
    finally:
        connection.close()
