"""What a customer agrees to, and the proof of it."""

from typing import Any

import pytest

from functions.customers.consent import GRANTS_MAX
from functions.customers.table import SPEC, customer_key
from shared.dynamo import commit, update
from tests.in_process import InProcessShop

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
    status, given, _ = agree(shop, jane)
    assert (status, given["is_granted"]) == (200, True)
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is True
    shop.clock.advance(minutes=1)
    assert decide(shop, jane, is_granted=False)[1]["is_granted"] is False
    assert shop.call("GET", "/store/me", **jane)[1]["accepts_marketing"] is False
    first, last = proofs(shop, jane)
    assert (first["text"], first["route"], first["is_granted"]) == (WORDS, f"PUT {PATH}/email/marketing", True)
    assert first["request_id"].startswith("req_")
    assert (last["is_granted"], last["text"]) == (False, None)
    assert first["decided_at"] == given["decided_at"] < last["decided_at"]


def test_each_channel_and_purpose_stands_for_itself(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane, "sms/reviews")
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
