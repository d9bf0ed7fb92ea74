"""A customer of the deployed shop agrees to text messages by the code that one brings, and takes it back."""

import re
from uuid import uuid4

from tests.journeys.pool import Account
from tests.journeys.shop import Shop

HERE = "/store/me/consents/sms/marketing"
WORDS = {"is_granted": True, "text": "Yes, text me about offers."}


def test_a_number_that_was_sent_a_code_is_written_to_once_it_was_entered(shop: Shop) -> None:
    liv, number = Account(shop, f"liv.{uuid4().hex[:8]}@example.com"), f"+1510555{uuid4().int % 10_000:04d}"
    liv.sign_up()
    session = liv.session()
    assert shop.api.call("PUT", HERE, WORDS, **session).code == "phone_needed"
    told = shop.api.call("PATCH", "/store/me", {"phone": number, "locale": "de"}, **session)
    assert told.status == 200, told.raw
    asked = shop.api.call("PUT", HERE, WORDS, **session)
    assert asked.status == 200, asked.raw
    assert asked.json["status"] == "pending"
    [words] = shop.texts(number)
    assert words.startswith("Example Shop: Ihr Code ist ")
    [code] = re.findall(r"\b\d{6}\b", words)
    wrong = shop.api.call("POST", f"{HERE}/confirm", {"code": f"{(int(code) + 1) % 10**6:06d}"}, **session)
    assert (wrong.status, wrong.code) == (422, "wrong_code")
    entered = shop.api.call("POST", f"{HERE}/confirm", {"code": code}, **session)
    assert (entered.status, entered.json["status"]) == (200, "granted"), entered.raw
    back = shop.api.call("PUT", HERE, {"is_granted": False}, **session)
    assert (back.status, back.json["status"]) == (200, "withdrawn"), back.raw
