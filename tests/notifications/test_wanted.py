"""Letters that nobody gets who did not agree to them: whether they do is looked up as they are sent."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from functions.notifications.mail import REVIEW_AFTER
from shared.mailer import Message, Sender, raw_message
from tests.in_process import InProcessShop, answer_to, request_event
from tests.in_process import shop as in_process
from tests.notifications.builders import mailbox

TEXT = "Yes, ask me what I think."


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CONFIRM_REVIEWS", "false")
    with in_process(monkeypatch) as running:
        yield running


def agree(shop: InProcessShop, session: dict[str, str], *, is_granted: bool = True) -> None:
    said = {"is_granted": is_granted, "text": TEXT}
    assert shop.call("PUT", "/store/me/consents/email/reviews", said, **session)[1]["is_granted"] is is_granted


def delivered(shop: InProcessShop, session: dict[str, str], parcels: int = 1) -> None:
    """An order of a customer's own, of so many parcels that have arrived."""
    location = shop.a_location()
    variant = shop.a_variant(location=location)
    cart = shop.a_cart(variant, shop.a_shipping_option(), parcels, **session)
    _, done, _ = shop.complete(cart)
    shop.pay(done)
    shop.pump()
    order = done["order"]
    line = order["items"][0]["id"]
    for _ in range(parcels):
        body = {"location_id": location, "items": [{"line_item_id": line, "quantity": 1}], "notify_customer": False}
        status, parcel, _ = shop.admin("POST", f"/admin/orders/{order['id']}/fulfillments", body)
        assert status == 201, parcel
        assert shop.admin("POST", f"/admin/fulfillments/{parcel['id']}/deliver", {})[0] == 200
    shop.pump()


def asked(shop: InProcessShop) -> list[EmailMessage]:
    """The letters that ask, once their time has come."""
    shop.clock.advance(minutes=REVIEW_AFTER.days * 24 * 60 + 1)
    shop.run("notifications.resend_mail", {})
    raws = [each.raw_data for each in mailbox() if hasattr(each, "raw_data")]
    return [email.message_from_string(raw, policy=default) for raw in raws]


def test_who_agreed_is_asked_once_an_order_some_days_after_it_arrived(shop: InProcessShop) -> None:
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    agree(shop, session)
    delivered(shop, session, parcels=2)
    (letter,) = asked(shop)
    assert letter["To"] == "jane@example.com"
    assert letter["Reply-To"] == "help@example.com"


def test_a_mail_program_can_unsubscribe_by_itself(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up("jane@example.com")
    session = shop.sign_in(sub)
    agree(shop, session)
    delivered(shop, session)
    (letter,) = asked(shop)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(
        r"<https://api\.example\.com(/store/consents/unsubscribe\?token=([\w.-]+))>, "
        r"<mailto:help@example\.com\?subject=unsubscribe%20\2>",
        " ".join(letter["List-Unsubscribe"].split()),
    )
    assert found
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert answer_to(request_event("POST", found[1], "List-Unsubscribe=One-Click", form))[0] == 200
    session = shop.sign_in(sub)
    assert shop.call("GET", "/store/me/consents", **session)[1]["data"][1]["status"] == "withdrawn"
    text = letter.get_body(("plain",))
    assert text is not None
    assert found[1] in text.get_content().replace("=\n", "")


@pytest.mark.parametrize("agrees_first", [True, False])
def test_who_does_not_agree_is_not_asked(shop: InProcessShop, agrees_first: bool) -> None:
    """Neither who never did, nor who took it back after the letter was owed."""
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    if agrees_first:
        agree(shop, session)
    delivered(shop, session)
    if agrees_first:
        agree(shop, session, is_granted=False)
    assert asked(shop) == []


def test_a_header_of_its_own_stays_one_header() -> None:
    sender = Sender("Müller & Söhne", "shop@example.com", "help@example.com")
    url = "https://api.example.com/u?token=" + "x" * 400
    message = Message(
        "jane@example.com", "Grüße " * 20, "Zeile " * 400, "<p>ä</p>", {}, {"List-Unsubscribe": f"<{url}>, <{url}>"}
    )
    raw = raw_message(message, sender)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    read = email.message_from_bytes(raw, policy=default)
    assert read["List-Unsubscribe"].split(", ")[0].strip() == f"<{url}>"
    assert read["Subject"].strip() == ("Grüße " * 20).strip()
    for name, value in (("X-Evil", "a\r\nBcc: b@example.com"), ("Bad Name", "a"), ("X-Long", "x" * 999)):
        with pytest.raises(ValueError, match=r"is no header|too long"):
            raw_message(Message("jane@example.com", "a", "b", "c", {}, {name: value}), sender)
