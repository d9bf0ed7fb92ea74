"""Sessions: begun by what the pool gave, renewed while they last, over at their end or a sign-out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.customers import end_every_session
from functions.customers.sessions import ENDED_MAX, Sessions
from shared import clock
from shared.http.session import LIFE, LIFE_MAX, NotSignedIn, Session
from tests.accounts import PASSWORD
from tests.in_process import InProcessShop
from tests.world import NOON

JANE = "jane@example.com"


def _me(shop: InProcessShop, session: dict[str, str]) -> int:
    status, _, _ = shop.call("GET", "/store/me", **session)
    return int(status)


def test_who_signs_in_for_the_first_time_becomes_a_customer_and_stays_that_one(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE)
    status, session, _ = shop.call("POST", "/store/sessions", {"access_token": shop.pool.token(sub)})
    assert status == 201
    assert session["customer_id"].startswith("cus_")
    assert session["expires_at"] == clock.stamp(NOON + LIFE)
    assert session["renewable_until"] == clock.stamp(NOON + LIFE_MAX)
    _, me, headers = shop.call("GET", "/store/me", Session_Token=session["token"])
    assert (me["id"], me["email"], me["email_verified"]) == (session["customer_id"], JANE, True)
    assert headers["etag"].startswith('"1-')
    assert [row["type"] for _, row in shop.unsent()] == ["customer.created"]
    _, again, _ = shop.call("POST", "/store/sessions", {"access_token": shop.pool.token(sub)})
    assert again["customer_id"] == session["customer_id"]
    assert again["token"] != session["token"]


def test_another_address_at_the_pool_is_the_customer_s_from_the_next_sign_in_on(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE, is_verified=False)
    first = shop.sign_in(sub)
    shop.pool.change(sub, email="doe@example.com", is_verified=True)
    shop.sign_in(sub)
    _, me, _ = shop.call("GET", "/store/me", **first)
    assert (me["email"], me["email_verified"], me["version"]) == ("doe@example.com", True, 2)


@pytest.mark.parametrize("token", ["", "eyJ.eyJ.x", "x" * 9000])
def test_what_is_no_access_token_of_the_pool_begins_no_session(shop: InProcessShop, token: str) -> None:
    status, body, _ = shop.call("POST", "/store/sessions", {"access_token": token})
    assert (status, body["error"]["type"]) in [(401, "authentication"), (422, "invalid_request")]


def test_who_signed_out_at_the_pool_begins_no_session_with_an_old_token(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE)
    token = shop.pool.token(sub)
    shop.pool.change(sub, out_at=clock.source() + 1)
    status, body, _ = shop.call("POST", "/store/sessions", {"access_token": token})
    assert (status, body["error"]["code"]) == (401, "unauthenticated")


def test_without_a_session_nobody_is_anybody(shop: InProcessShop) -> None:
    status, body, _ = shop.call("GET", "/store/me")
    assert (status, body["error"]["code"]) == (401, "session_required")
    assert _me(shop, {"Session_Token": "x.y"}) == 401


def test_a_session_ends_after_its_hour_unless_it_is_renewed_up_to_its_maximum(shop: InProcessShop) -> None:
    session = shop.sign_in(shop.pool.sign_up(JANE))
    ends = clock.now() + LIFE_MAX
    first = session
    while clock.now() < ends - timedelta(minutes=59):
        shop.clock.advance(minutes=59)
        status, renewed, _ = shop.call("POST", "/store/sessions/renew", **session)
        assert status == 200
        session = {"Session_Token": renewed["token"]}
    assert _me(shop, session) == 200
    assert _me(shop, first) == 401
    assert clock.parse(renewed["expires_at"]) <= ends
    shop.clock.now = ends
    assert _me(shop, session) == 401


def test_signing_out_ends_this_session_and_what_it_was_renewed_to_and_no_other(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE)
    phone, laptop = shop.sign_in(sub), shop.sign_in(sub)
    _, renewed, _ = shop.call("POST", "/store/sessions/renew", **phone)
    status, body, _ = shop.call("DELETE", "/store/sessions/current", **phone)
    assert (status, body) == (200, {"object": "session", "ended": True})
    assert _me(shop, phone) == _me(shop, {"Session_Token": renewed["token"]}) == 401
    assert shop.call("POST", "/store/sessions/renew", **phone)[0] == 401
    assert shop.call("DELETE", "/store/sessions/current", **phone)[0] == 401
    assert _me(shop, laptop) == 200


WEAK_PASSWORD, OTHER_PASSWORD = "weak", "Other-Horse-7"


def _change(shop: InProcessShop, session: dict[str, str], token: str, previous: str, new: str) -> Any:
    body = {"access_token": token, "previous_password": previous, "new_password": new}
    return shop.call("POST", "/store/me/password", body, **session)


def test_another_password_ends_every_session_here_and_at_the_pool(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE)
    phone, laptop, others = shop.sign_in(sub), shop.sign_in(sub), shop.sign_in(shop.pool.sign_up("doe@example.com"))
    stolen = shop.pool.token(sub)
    shop.clock.advance(seconds=2)
    status, body, _ = _change(shop, phone, shop.pool.token(sub), PASSWORD, OTHER_PASSWORD)
    assert (status, body) == (200, {"object": "session", "ended": True})
    assert shop.pool.accounts[sub].password == OTHER_PASSWORD
    assert _me(shop, phone) == _me(shop, laptop) == 401
    assert shop.call("POST", "/store/sessions/renew", **laptop)[0] == 401
    assert shop.call("POST", "/store/sessions", {"access_token": stolen})[0] == 401
    assert _me(shop, others) == 200
    shop.clock.advance(seconds=2)
    assert _me(shop, shop.sign_in(sub)) == 200


@pytest.mark.parametrize(
    ("previous", "new", "code"),
    [("Wrong-Horse-1", OTHER_PASSWORD, "wrong_password"), (PASSWORD, WEAK_PASSWORD, "password_refused")],
)
def test_a_password_that_is_refused_ends_nothing(shop: InProcessShop, previous: str, new: str, code: str) -> None:
    sub = shop.pool.sign_up(JANE)
    session = shop.sign_in(sub)
    status, body, _ = _change(shop, session, shop.pool.token(sub), previous, new)
    assert (status, body["error"]["code"]) == (422, code)
    assert previous not in str(body)
    assert new not in str(body)
    assert shop.pool.accounts[sub].password == PASSWORD
    assert _me(shop, session) == 200


def test_nobody_changes_a_password_by_a_session_and_another_s_access_token(shop: InProcessShop) -> None:
    jane, doe = shop.pool.sign_up(JANE), shop.pool.sign_up("doe@example.com")
    session = shop.sign_in(jane)
    for path in ("/store/me/password", "/store/sessions/end_all"):
        body = {"access_token": shop.pool.token(doe)}
        more = {"previous_password": PASSWORD, "new_password": OTHER_PASSWORD} if "password" in path else {}
        assert shop.call("POST", path, body | more, **session)[0] == 401
        assert shop.call("POST", path, body | more)[0] == 401
    assert shop.pool.accounts[doe].password == PASSWORD
    assert _me(shop, session) == 200


def test_signing_out_everywhere_ends_all_and_what_the_pool_gave_where_its_token_is_shown(shop: InProcessShop) -> None:
    sub = shop.pool.sign_up(JANE)
    phone, laptop = shop.sign_in(sub), shop.sign_in(sub)
    old = shop.pool.token(sub)
    shop.clock.advance(seconds=2)
    assert shop.call("POST", "/store/sessions/end_all", {}, **phone)[0] == 200
    assert _me(shop, phone) == _me(shop, laptop) == 401
    assert shop.call("POST", "/store/sessions", {"access_token": old})[0] == 401
    assert shop.call("POST", "/store/sessions/end_all", {}, **phone)[0] == 401
    assert shop.pool.accounts[sub].out_at == 0
    shop.clock.advance(seconds=2)
    again = shop.sign_in(sub)
    assert shop.call("POST", "/store/sessions/end_all", {"access_token": shop.pool.token(sub)}, **again)[0] == 200
    assert shop.pool.accounts[sub].out_at == clock.source()


def test_a_password_that_was_changed_before_the_sessions_could_be_ended_leaves_a_way_to_end_them(
    shop: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = shop.pool.sign_up(JANE)
    session, token = shop.sign_in(sub), shop.pool.token(sub)

    def fails(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(end_every_session, "sign_out_customer", fails)
        assert _change(shop, session, token, PASSWORD, OTHER_PASSWORD)[0] == 500
    status, body, _ = _change(shop, session, token, PASSWORD, OTHER_PASSWORD)
    assert (status, body["error"]["code"]) == (422, "wrong_password")
    assert shop.call("POST", "/store/sessions/end_all", {"access_token": token}, **session)[0] == 200
    assert _me(shop, session) == 401


def _sessions(**known: Any) -> Sessions:
    return Sessions(customer_id="cus_1", **known)


def _session(number: int = 0, at: datetime = NOON) -> Session:
    return _sessions().begun(f"ses_{number}", at, at)


def test_more_sign_outs_than_are_remembered_end_all_sessions() -> None:
    sessions = _sessions()
    for number in range(ENDED_MAX):
        sessions = sessions.without(_session(number), NOON)
    sessions.require(_session(99))
    with pytest.raises(NotSignedIn):
        sessions.without(_session(ENDED_MAX), NOON).require(_session(99))


def test_a_sign_out_is_forgotten_once_no_token_of_the_session_can_be_about() -> None:
    sessions = _sessions().without(_session(1), NOON)
    later = NOON + LIFE_MAX
    assert list(sessions.without(_session(2, later), later).ended) == ["ses_2"]


def test_what_begins_after_all_were_ended_counts_whatever_the_clock_says() -> None:
    sessions = _sessions().none(NOON)
    with pytest.raises(NotSignedIn):
        sessions.require(_session())
    slow = NOON - timedelta(seconds=3)
    sessions.require(sessions.begun("ses_1", NOON, slow))


def test_a_sign_in_from_before_all_were_ended_begins_no_session() -> None:
    sessions = _sessions().none(NOON)
    with pytest.raises(NotSignedIn):
        sessions.begun("ses_1", NOON - timedelta(seconds=1), NOON + timedelta(minutes=1))
