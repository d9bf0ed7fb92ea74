"""A letter's own link takes a consent back: by one click in a mail program, or by the button of its page."""

from typing import Any

import pytest

from functions.customers.consent import Purpose
from functions.customers.consent_link import confirm_token, unsubscribe_token
from tests.in_process import InProcessShop, answer_to, request_event

PATH = "/store/consents/unsubscribe"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
IN_PARTS = {"Content_Type": "multipart/form-data; boundary=x"}
ONE_CLICK = "List-Unsubscribe=One-Click"
PARTS = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


@pytest.fixture
def jane(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Jane's session; she agreed to be asked what she thinks."""
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    monkeypatch.setattr("functions.customers.decide_consent._counts", lambda *_: {"is_granted": True})
    said = {"is_granted": True, "text": "Yes, ask me."}
    assert shop.call("PUT", "/store/me/consents/email/reviews", said, **session)[0] == 200
    return session


def token_of(shop: InProcessShop, jane: dict[str, str], language: str = "en") -> str:
    return unsubscribe_token(shop.call("GET", "/store/me", **jane)[1]["id"], Purpose.REVIEWS, language)


def ask(shop: InProcessShop, method: str, token: str, body: str | None = None, **headers: str) -> Any:
    return answer_to(request_event(method, f"{PATH}?token={token}", body, headers))


def status(shop: InProcessShop, jane: dict[str, str]) -> Any:
    _, page, _ = shop.call("GET", "/store/me/consents", **jane)
    return page["data"][1]["status"]


def test_a_page_asks_and_changes_nothing(shop: InProcessShop, jane: dict[str, str]) -> None:
    """Whoever looks through mail for harm opens every link."""
    answer, page, headers = ask(shop, "GET", token_of(shop, jane, "de"))
    assert (answer, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert 'lang="de"' in page
    assert 'method="post"' in page
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert status(shop, jane) == "granted"


@pytest.mark.parametrize(("body", "headers"), [(ONE_CLICK, FORM), (PARTS, IN_PARTS), (None, {})])
def test_one_click_takes_it_back_and_again_changes_nothing(
    shop: InProcessShop, jane: dict[str, str], body: str | None, headers: dict[str, str]
) -> None:
    token = token_of(shop, jane)
    shop.clock.advance(minutes=1)
    assert ask(shop, "POST", token, body, **headers)[0] == 200
    assert status(shop, jane) == "withdrawn"
    assert ask(shop, "POST", token, body, **headers)[0] == 200
    _, me, _ = shop.call("GET", "/store/me", **jane)
    _, proofs, _ = shop.admin("GET", f"/admin/customers/{me['id']}/consents")
    assert [(each["route"], each["is_granted"]) for each in proofs["data"]][1:] == [(f"POST {PATH}", False)]


@pytest.mark.parametrize(
    ("body", "headers"),
    [("List-Unsubscribe=Never", FORM), ("{}", {"Content_Type": "application/json"}), ("--x--", IN_PARTS)],
)
def test_another_form_is_refused(shop: InProcessShop, jane: dict[str, str], body: str, headers: dict[str, str]) -> None:
    answer, told, _ = ask(shop, "POST", token_of(shop, jane), body, **headers)
    assert (answer, "not_one_click" in told) == (422, True)
    assert status(shop, jane) == "granted"


def test_another_letters_token_takes_nothing_back(shop: InProcessShop, jane: dict[str, str]) -> None:
    _, me, _ = shop.call("GET", "/store/me", **jane)
    asks = confirm_token(me["id"], "con_1", shop.clock.now)
    for token in (asks, token_of(shop, jane)[:-1], "x"):
        answer, told, _ = ask(shop, "POST", token, ONE_CLICK, **FORM)
        assert (answer, "invalid_link" in told) == (422, True)
    answer, told, _ = shop.call("POST", "/store/consents/confirm", {"token": token_of(shop, jane)})
    assert (answer, told["error"]["code"]) == (422, "invalid_link")
    assert status(shop, jane) == "granted"


def test_who_is_gone_agrees_to_nothing(shop: InProcessShop) -> None:
    nobody = unsubscribe_token("cus_01JD0000000000000000000001", Purpose.REVIEWS, "en")
    assert ask(shop, "POST", nobody, ONE_CLICK, **FORM)[0] == 200
