"""Signatures on what others send us: HMAC-SHA256 over `timestamp.body`, in Stripe's header form `t=…,v1=…[,v1=…]`.

Source: docs.stripe.com/webhooks (verify manually). Carriers sign `timestamp.path.body`, so that what one of them sends
is good at its own path only. Zendesk signs `timestamp` and body in one, and tells both apart, each in a header:
developer.zendesk.com/documentation/webhooks/verifying.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from shared.clock import epoch

TOLERANCE_S = 300  # five minutes either way: Stripe's default; a captured request cannot be replayed later
SIGNATURES_MAX = 10  # during a rotation there are two or three


class BadWebhook(Exception):
    """The signature is missing, wrong, of another scheme, or too old. The reason is for our log only."""


def verify(raw: bytes, header: str, secrets: Iterable[str], now: datetime, *, path: str = "") -> None:
    """Whether one of the secrets signed exactly these bytes within the tolerance. Raises BadWebhook.

    path: signed with them where it is given, such as `/webhooks/carriers/ups`.
    """
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    given = [value for name, _, value in pairs if name == "v1"][:SIGNATURES_MAX]
    if len(stamps) != 1 or not stamps[0].isascii() or not stamps[0].isdigit() or len(stamps[0]) > 12 or not given:
        raise BadWebhook("malformed header")
    signed = _signed(stamps[0], path, raw)
    expected = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest().encode() for key in secrets]
    matches = [hmac.compare_digest(e, g.encode("utf-8", "replace")) for e in expected for g in given]
    if not any(matches):
        raise BadWebhook("no signature matches")
    if abs(epoch(now) - int(stamps[0])) > TOLERANCE_S:
        raise BadWebhook("outside the tolerance")


def sign(raw: bytes, secret: str, now: datetime, *, path: str = "") -> str:
    """The header for these bytes, and for this path where it is given, as the sender makes it."""
    moment = epoch(now)
    digest = hmac.new(secret.encode(), _signed(str(moment), path, raw), hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def verify_apart(raw: bytes, signature: str, signed_at: str, secrets: Iterable[str], now: datetime) -> None:
    """The same for a signature in base64 and a time as RFC 3339 has it, each in a header. Raises BadWebhook."""
    expected = [sign_apart(raw, key, signed_at).encode() for key in secrets]
    matches = [hmac.compare_digest(each, signature.encode("utf-8", "replace")) for each in expected]
    if not any(matches):
        raise BadWebhook("no signature matches")
    try:
        age = now - datetime.fromisoformat(signed_at)
    except (TypeError, ValueError):  # no time, or none that says its zone
        raise BadWebhook("malformed time") from None
    if abs(age.total_seconds()) > TOLERANCE_S:
        raise BadWebhook("outside the tolerance")


def sign_apart(raw: bytes, secret: str, signed_at: str) -> str:
    """The signature of these bytes as of a time, as the sender makes it."""
    return base64.b64encode(hmac.new(secret.encode(), signed_at.encode() + raw, hashlib.sha256).digest()).decode()


def _signed(moment: str, path: str, raw: bytes) -> bytes:
    return f"{moment}.{path}.".encode() + raw if path else f"{moment}.".encode() + raw
