"""The addresses that a customer keeps."""

from typing import Any

import pytest

from functions.customers import forget_customer
from functions.customers.address_book import ADDRESSES_MAX
from functions.customers.table import SPEC, address_book_key
from tests.in_process import ADDRESS, InProcessShop

PATH = "/store/me/addresses"


@pytest.fixture
def session(shop: InProcessShop) -> dict[str, str]:
    return shop.sign_in(shop.pool.sign_up("jane@example.com"))


def kept(shop: InProcessShop, session: dict[str, str], **more: Any) -> Any:
    status, body, _ = shop.call("POST", PATH, {"address": ADDRESS, **more}, **session)
    assert status == 201, body
    return body


def shown(shop: InProcessShop, session: dict[str, str]) -> list[tuple[str, bool, bool]]:
    """Each address, and what it is meant for."""
    _, page, _ = shop.call("GET", PATH, **session)
    return [(each["id"], each["is_default_shipping"], each["is_default_billing"]) for each in page["data"]]


def test_the_first_address_is_meant_for_everything_and_another_takes_its_place(
    shop: InProcessShop, session: dict[str, str]
) -> None:
    assert shown(shop, session) == []
    home, work = kept(shop, session), kept(shop, session, is_default_billing=True)
    assert home["address"]["last_name"] == ADDRESS["last_name"]
    assert shown(shop, session) == [(home["id"], True, False), (work["id"], False, True)]
    status, body, _ = shop.call("PATCH", f"{PATH}/{work['id']}", {"is_default_shipping": True}, **session)
    assert (status, body["is_default_shipping"], body["version"]) == (200, True, 1)
    shop.call("PATCH", f"{PATH}/{work['id']}", {"is_default_billing": False}, **session)
    assert shown(shop, session) == [(home["id"], False, False), (work["id"], True, False)]


def test_an_address_is_replaced_as_a_whole_by_who_has_seen_it(shop: InProcessShop, session: dict[str, str]) -> None:
    home = kept(shop, session)
    path, moved = f"{PATH}/{home['id']}", {**ADDRESS, "address1": "2 Side St"}
    status, body, headers = shop.call("PATCH", path, {"address": moved}, **session, If_Match='"1"')
    assert (status, body["address"]["address1"], body["version"], headers["etag"]) == (200, "2 Side St", 2, '"2"')
    assert shop.call("PATCH", path, {"address": moved}, **session)[1]["version"] == 2
    assert shop.call("PATCH", path, {"address": ADDRESS}, **session, If_Match='"1"')[0] == 412
    assert shop.call("DELETE", path, **session, If_Match='"1"')[0] == 412


def test_what_is_removed_is_gone_and_meant_for_nothing(shop: InProcessShop, session: dict[str, str]) -> None:
    home, work = kept(shop, session), kept(shop, session)
    status, body, _ = shop.call("DELETE", f"{PATH}/{home['id']}", **session)
    assert (status, body) == (200, {"id": home["id"], "object": "customer_address", "deleted": True})
    assert shown(shop, session) == [(work["id"], False, False)]
    assert shop.call("DELETE", f"{PATH}/{home['id']}", **session)[0] == 404
    assert shop.call("PATCH", f"{PATH}/{home['id']}", {}, **session)[0] == 404


def test_nobody_reaches_another_s_address(shop: InProcessShop, session: dict[str, str]) -> None:
    home = kept(shop, session)
    other = shop.sign_in(shop.pool.sign_up("joe@example.com"))
    assert shown(shop, other) == []
    assert shop.call("PATCH", f"{PATH}/{home['id']}", {"address": ADDRESS}, **other)[0] == 404
    assert shop.call("DELETE", f"{PATH}/{home['id']}", **other)[0] == 404
    assert shop.call("GET", PATH)[0] == 401


def test_a_request_sent_again_keeps_one_address(shop: InProcessShop, session: dict[str, str]) -> None:
    first, again = (kept_with_key(shop, session) for _ in range(2))
    assert first == again
    assert len(shown(shop, session)) == 1


def kept_with_key(shop: InProcessShop, session: dict[str, str]) -> Any:
    return shop.call("POST", PATH, {"address": ADDRESS}, **session, Idempotency_Key="a-key")[1]


def test_there_are_only_so_many(shop: InProcessShop, session: dict[str, str]) -> None:
    for _ in range(ADDRESSES_MAX):
        kept(shop, session)
    status, body, _ = shop.call("POST", PATH, {"address": ADDRESS}, **session)
    assert (status, body["error"]["code"]) == (409, "too_many_addresses")


@pytest.mark.parametrize("wrong", [{"country": "UK"}, {"postal_code": None}, {"last_name": "see https://x.example"}])
def test_an_address_has_what_its_country_s_mail_asks_for(
    shop: InProcessShop, session: dict[str, str], wrong: dict[str, Any]
) -> None:
    status, body, _ = shop.call("POST", PATH, {"address": {**ADDRESS, **wrong}}, **session)
    assert (status, body["error"]["type"]) == (422, "invalid_request")
    assert next(iter(wrong)) in body["error"]["param"]


def test_where_somebody_lives_is_sealed_and_goes_with_them(shop: InProcessShop, session: dict[str, str]) -> None:
    kept(shop, session)
    _, me, _ = shop.call("GET", "/store/me", **session)
    item = shop.item(SPEC, *address_book_key(me["id"]))
    assert not [value for value in ADDRESS.values() if len(value) > 2 and value in str(item)]
    forget_customer(me["id"], shop.clock.now)
    assert shop.item(SPEC, *address_book_key(me["id"])) is None
