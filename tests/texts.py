"""The text messages that were sent in tests."""

import re
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID  # type: ignore[attr-defined]
from moto.sns.models import sns_backends

from tests.world import ENVIRONMENT


def texts() -> list[tuple[str, str]]:
    """(number, words) of each, oldest first."""
    return list(sns_backends[DEFAULT_ACCOUNT_ID][ENVIRONMENT["AWS_REGION"]].sms_messages.values())


def code_of(words: str) -> str:
    """The code that a message brings."""
    (code,) = re.findall(r"\b\d{6}\b", words)
    return str(code)


def agrees_by_text(shop: Any, session: dict[str, str], purpose: str) -> None:
    """Agree to be written to by text message, at a number of their own, and enter the code."""
    number, path = "+15105550100", f"/store/me/consents/sms/{purpose}"
    assert shop.call("PATCH", "/store/me", {"phone": number}, **session)[0] == 200
    assert shop.call("PUT", path, {"is_granted": True, "text": "Yes."}, **session)[0] == 200
    assert shop.call("POST", f"{path}/confirm", {"code": code_of(texts()[-1][1])}, **session)[0] == 200
