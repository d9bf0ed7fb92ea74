"""To be written to by text message is agreed to with the code of a message, and in no other way."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.customers.consent import ASKED_AGAIN_AFTER, TRIES_MAX
from functions.customers.table import SPEC, customer_key, customer_pk
from functions.customers.text_code import PER_NUMBER_A_DAY
from shared.settings import read_settings
from tests.in_process import InProcessShop
from tests.texts import code_of, texts

PATH = "/store/me/consents"
PHONE, OTHER = "+15105550100", "+15105550199"
WORDS = "Yes, text me about offers. I can take this back at any time."
MINUTES = ASKED_AGAIN_AFTER.seconds // 60


@pytest.fixture
def jane(shop: InProcessShop) -> dict[str, str]:
    """Jane's session; her number is known."""
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    assert shop.call("PATCH", "/store/me", {"phone": PHONE}, **session)[0] == 200
    return session


def agree(shop: InProcessShop, session: dict[str, str], what: str = "sms/marketing") -> Any:
    return shop.call("PUT", f"{PATH}/{what}", {"is_granted": True, "text": WORDS}, **session)


def take_back(shop: InProcessShop, session: dict[str, str]) -> Any:
    return shop.call("PUT", f"{PATH}/sms/marketing", {"is_granted": False}, **session)


def enter(shop: InProcessShop, session: dict[str, str], code: str | None = None, what: str = "sms/marketing") -> Any:
    """Enter a code; the last that was sent, where no other is named."""
    body = {"code": code or code_of(texts()[-1][1])}
    status, answer, _ = shop.call("POST", f"{PATH}/{what}/confirm", body, **session)
    return status, answer["status"] if status == 200 else answer["error"]["code"]


def wrong() -> str:
    return f"{(int(code_of(texts()[-1][1])) + 1) % 10**6:06d}"


def proofs(shop: InProcessShop, session: dict[str, str]) -> Any:
    customer_id = shop.call("GET", "/store/me", **session)[1]["id"]
    return shop.admin("GET", f"/admin/customers/{customer_id}/consents")[1]["data"]


def test_it_counts_once_the_code_is_entered_and_is_proven_and_taken_back(
    shop: InProcessShop, jane: dict[str, str]
) -> None:
    status, asked, _ = agree(shop, jane)
    assert (status, asked["status"], asked["is_granted"]) == (200, "pending", False)
    [(number, words)] = texts()
    assert (number, words.split(":")[0]) == (PHONE, "Example Shop")
    shop.pump()  # no letter asks besides
    shop.clock.advance(minutes=1)
    assert enter(shop, jane) == (200, "granted")
    assert enter(shop, jane) == (200, "granted")  # once more is no mistake
    shop.clock.advance(minutes=1)
    assert take_back(shop, jane)[1]["status"] == "withdrawn"
    assert enter(shop, jane) == (409, "consent_not_pending")
    first, entered, last = proofs(shop, jane)
    assert (first["text"], first["is_pending"], first["is_granted"]) == (WORDS, True, False)
    assert (entered["confirms_id"], entered["is_granted"]) == (first["id"], True)
    assert entered["route"].endswith("/sms/marketing/confirm")
    assert (last["is_granted"], last["confirms_id"]) == (False, None)


def test_five_wrong_codes_and_no_right_one_counts_any_more(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    for left in reversed(range(TRIES_MAX)):
        _, answer, _ = shop.call("POST", f"{PATH}/sms/marketing/confirm", {"code": wrong()}, **jane)
        assert (answer["error"]["code"], answer["error"]["details"]) == ("wrong_code", {"tries_left": left})
    assert enter(shop, jane) == (409, "code_void")
    shop.clock.advance(minutes=MINUTES + 1)
    agree(shop, jane)
    assert enter(shop, jane) == (200, "granted")


def test_a_code_ends_and_is_for_one_asking_one_purpose_and_one_customer(
    shop: InProcessShop, jane: dict[str, str]
) -> None:
    bob = shop.sign_in(shop.pool.sign_up("bob@example.com"))
    shop.call("PATCH", "/store/me", {"phone": PHONE}, **bob)
    for session in (jane, bob):
        agree(shop, session)
    agree(shop, jane, "sms/reviews")
    hers, his, for_reviews = (code_of(words) for _, words in texts())
    assert len({hers, his, for_reviews}) == 3
    assert enter(shop, jane, his) == enter(shop, jane, for_reviews) == (422, "wrong_code")
    shop.clock.advance(minutes=MINUTES)
    assert enter(shop, jane, hers) == (409, "code_void")
    agree(shop, jane)
    assert enter(shop, jane, hers) == (422, "wrong_code")
    assert enter(shop, jane) == (200, "granted")
    assert enter(shop, jane, what="email/marketing")[0] == 404


def test_asked_again_at_once_sends_no_other_message_and_a_number_gets_few_a_day(
    shop: InProcessShop, jane: dict[str, str]
) -> None:
    for _ in range(3):
        assert agree(shop, jane)[1]["status"] == "pending"
    assert len(texts()) == 1
    for _ in range(PER_NUMBER_A_DAY - 1):
        shop.clock.advance(minutes=MINUTES)
        agree(shop, jane)
    shop.clock.advance(minutes=MINUTES)
    status, answer, _ = agree(shop, jane)
    assert (status, answer["error"]["details"]) == (429, {"limit": "texts_per_number"})
    assert len(texts()) == PER_NUMBER_A_DAY
    assert take_back(shop, jane)[0] == 200


def test_another_number_has_agreed_to_nothing(shop: InProcessShop, jane: dict[str, str]) -> None:
    agree(shop, jane)
    assert enter(shop, jane) == (200, "granted")
    agree(shop, jane, "sms/reviews")
    shop.clock.advance(minutes=1)
    shop.call("PATCH", "/store/me", {"phone": OTHER}, **jane)
    stands = {each["channel"]: each["status"] for each in shop.call("GET", PATH, **jane)[1]["data"]}
    assert stands["sms"] == "withdrawn"
    assert enter(shop, jane, what="sms/reviews") == (409, "consent_not_pending")
    assert [each["is_granted"] for each in proofs(shop, jane)[-2:]] == [False, False]


def test_where_no_message_can_be_sent_nobody_has_agreed(
    shop: InProcessShop, jane: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.call("PATCH", "/store/me", {"phone": None}, **jane)
    assert agree(shop, jane)[1]["error"]["code"] == "phone_needed"
    shop.call("PATCH", "/store/me", {"phone": PHONE}, **jane)
    monkeypatch.setenv("SENDS_TEXTS", "false")
    read_settings.cache_clear()
    status, answer, _ = agree(shop, jane)
    assert (status, answer["error"]["code"]) == (409, "texts_not_offered")
    assert take_back(shop, jane)[0] == 200
    assert (texts(), proofs(shop, jane)) == ([], [])


def test_the_code_is_kept_nowhere_and_neither_it_nor_the_number_is_logged(
    shop: InProcessShop, jane: dict[str, str], logs: Callable[[], list[dict[str, Any]]]
) -> None:
    agree(shop, jane)
    enter(shop, jane, wrong())
    customer_id, code = shop.call("GET", "/store/me", **jane)[1]["id"], code_of(texts()[-1][1])
    record = proofs(shop, jane)[0]
    kept = [
        shop.item(SPEC, *customer_key(customer_id)),
        shop.item(SPEC, customer_pk(customer_id), f"CONSENT#{record['id']}"),
    ]
    assert all(kept)
    assert code not in str([each["consents"] for each in kept if "consents" in each]) + str(kept[1])
    assert not any(secret in str(logs()) for secret in (code, PHONE))
