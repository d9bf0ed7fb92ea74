"""What a customer agrees to, and the proof of it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from functions.customers.consent import ASKED_AGAIN_AFTER, GRANTS_MAX
from functions.customers.consent_link import CONFIRM_WITHIN
from functions.customers.table import SPEC, customer_key
from shared.dynamo import commit, update
from shared.settings import read_settings
from tests.in_process import InProcessShop
from tests.notifications.builders import mailbox
from tests.texts import agrees_by_text

PATH = "/store/me/consents"
WORDS = "Yes, write to me about offers. I can take this back at any time."


@pytest.fixture
def jane(shop: InProcessShop) -> dict[str, str]:
    """Jane's session."""
    return shop.sign_in(shop.pool.sign_up("jane@example.com"))


def decide(shop: InProcessShop, session: dict[str, str], what: str = "email/marketing", **body: Any) -> Any:
    return shop.call("PUT", f"{PATH}/{what}", body, **session)


def agree(shop: InProcessShop, session: dict[str, str], what: str = "email/marketing") -> Any:
    return decide(shop, session, what, is_granted=True, text=WORDS)


def letters() -> list[Any]:
    return [each for each in mailbox() if "consent?token=" in each.body]


def confirm(shop: InProcessShop, which: int = -1) -> Any:
    """Follow the link of a letter that asked."""
    (token,) = set(re.findall(r"/consent\?token=([\w.-]+)", letters()[which].body))
    return shop.call("POST", "/store/consents/confirm", {"token": token})


def proofs(shop: InProcessShop, session: dict[str, str]) -> Any:
    _, me, _ = shop.call("GET", "/store/me", **session)
    status, page, _ = shop.admin("GET", f"/admin/customers/{me['id']}/consents")
    assert status == 200
    return page["data"]


def test_nobody_has_agreed_to_anything_who_never_said_so(shop: InProcessShop, jane: dict[str, str]) -> None:
    _, page, _ = shop.call("GET", PATH, **jane)
    stands = [(each["channel"], each["purpose"], each["is_granted"], each["decided_at"]) for each in page["data"]]
    assert stands == [(c, p, False, None) for c in ("email", "sms") for p in ("marketing", "reviews")]
    assert proofs(shop, jane) == []


def test_what_they_saw_when_and_where_is_kept_when_they_agree_and_when_they_take_it_back(
    shop: InProcessShop, jane: dict[str, str]
) -> None:
    status, asked, _ = agree(shop, jane)
    assert (status, asked["is_granted"], asked["status"]) == (200, False, "pending")
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is False
    shop.pump()
    shop.clock.advance(minutes=1)
    status, given, _ = confirm(shop)
    assert (status, given["is_granted"], given["status"]) == (200, True, "granted")
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is True
    shop.clock.advance(minutes=1)
    assert decide(shop, jane, is_granted=False)[1]["is_granted"] is False
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is False
    first, followed, last = proofs(shop, jane)
    assert (first["text"], first["route"], first["is_granted"]) == (WORDS, f"PUT {PATH}/email/marketing", False)
    assert first["is_pending"]
    assert first["request_id"].startswith("req_")
    assert (followed["confirms_id"], followed["is_granted"]) == (first["id"], True)
    assert followed["route"] == "POST /store/consents/confirm"
    assert (last["is_granted"], last["text"], last["confirms_id"]) == (False, None, None)
    assert first["decided_at"] < followed["decided_at"] == given["decided_at"] < last["decided_at"]


def test_pressed_again_within_minutes_sends_no_second_letter(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    shop.pump()
    shop.clock.advance(minutes=ASKED_AGAIN_AFTER.seconds // 60 - 1)
    assert agree(shop, jane)[1]["status"] == "pending"
    shop.pump()
    assert len(letters()) == 1
    shop.clock.advance(minutes=2)
    agree(shop, jane)
    shop.pump()
    assert len(letters()) == 2
    status, body, _ = confirm(shop, 0)  # the one before is not what stands
    assert (status, body["error"]["code"]) == (409, "consent_not_pending")
    assert confirm(shop)[1]["status"] == "granted"
    assert confirm(shop)[1]["status"] == "granted"
    assert len(proofs(shop, jane)) == 3


def test_what_was_taken_back_meanwhile_no_letter_confirms(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    shop.pump()
    assert decide(shop, jane, is_granted=False)[1]["status"] == "withdrawn"
    assert confirm(shop)[0] == 409
    assert [each["is_granted"] for each in proofs(shop, jane)] == [False, False]


def test_nobody_is_asked_who_took_it_back_before_the_letter_left(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    decide(shop, jane, is_granted=False)
    shop.pump()
    assert letters() == []


def test_a_letters_link_ends(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    shop.pump()
    shop.clock.advance(minutes=CONFIRM_WITHIN // timedelta(minutes=1))
    status, body, _ = confirm(shop)
    assert (status, body["error"]["code"]) == (422, "invalid_link")


def test_a_shop_may_do_without_for_a_purpose(
    shop: InProcessShop, jane: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIRM_REVIEWS", "false")
    read_settings.cache_clear()
    assert agree(shop, jane, "email/reviews")[1]["status"] == "granted"
    assert agree(shop, jane)[1]["status"] == "pending"


def test_another_address_has_agreed_to_nothing(shop: InProcessShop) -> None:
    """What was confirmed at one mailbox says nothing of another; nor does a letter that is still there."""
    sub = shop.pool.sign_up("jane@example.com")
    session = shop.sign_in(sub)
    agree(shop, session)
    agree(shop, session, "email/reviews")
    agrees_by_text(shop, session, "marketing")
    shop.pump()
    confirm(shop, 0)
    shop.pool.change(sub, email="doe@example.com")
    session = shop.sign_in(sub)
    _, page, _ = shop.call("GET", PATH, **session)
    assert [each["status"] for each in page["data"]] == ["withdrawn", "withdrawn", "granted", "none"]
    assert confirm(shop, 1)[0] == 409
    assert shop.call("GET", "/store/me", **session)[1]["accepts_marketing"] is False
    assert len(proofs(shop, session)) == 7


def test_each_channel_and_purpose_stands_for_itself(shop: InProcessShop, jane: dict[str, str]) -> None:
    agrees_by_text(shop, jane, "reviews")
    _, page, _ = shop.call("GET", PATH, **jane)
    granted = [(each["channel"], each["purpose"]) for each in page["data"] if each["is_granted"]]
    assert granted == [("sms", "reviews")]
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is False


def test_what_stands_so_already_is_not_recorded_again(shop: InProcessShop, jane: dict[str, str]) -> None:
    assert decide(shop, jane, is_granted=False)[0] == 200
    assert agree(shop, jane)[1] == agree(shop, jane)[1]
    assert len(proofs(shop, jane)) == 1


def test_mail_goes_to_nobody_whose_address_is_not_verified(shop: InProcessShop) -> None:
    """FAULTS 18: else anybody could have letters sent to somebody else's address."""
    joe = shop.sign_in(shop.pool.sign_up("joe@example.com", is_verified=False))
    status, body, _ = agree(shop, joe)
    assert (status, body["error"]["code"]) == (403, "email_not_verified")
    assert decide(shop, joe, is_granted=False)[0] == 200


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("email/marketing", {"is_granted": True}, 422),
        ("email/marketing", {"is_granted": True, "text": " "}, 422),
        ("email/marketing", {"text": WORDS}, 422),
        ("post/marketing", {"is_granted": True, "text": WORDS}, 404),
        ("email/anything", {"is_granted": True, "text": WORDS}, 404),
    ],
)
def test_what_is_no_consent_is_refused(
    shop: InProcessShop, jane: dict[str, str], what: str, body: dict[str, Any], status: int
) -> None:
    assert decide(shop, jane, what, **body)[0] == status
    assert shop.call("PUT", f"{PATH}/email/marketing", {"is_granted": False})[0] == 401


def test_who_agreed_very_often_may_still_take_it_back(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    _, me, _ = shop.call("GET", "/store/me", **jane)
    most = {":most": GRANTS_MAX}
    commit(update(SPEC, customer_key(me["id"]), "SET #grants = :most", names={"#grants": "grants"}, values=most))
    assert decide(shop, jane, is_granted=False)[0] == 200
    status, body, _ = agree(shop, jane)
    assert (status, body["error"]["code"]) == (409, "too_many_consents")
