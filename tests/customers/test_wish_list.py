"""What a customer may want one day."""

from typing import Any

import pytest

from functions.customers import forget_customer, store
from functions.customers.table import SPEC, wish_list_key
from functions.customers.wish_list import WISHES_MAX, Wish, WishList
from shared.dynamo import commit
from shared.ids import new_id
from tests.in_process import InProcessShop
from tests.world import NOON

PATH = "/store/me/wish_list"
SHIRT, HAT = f"var_{'0' * 25}1", f"var_{'0' * 25}2"


@pytest.fixture
def session(shop: InProcessShop) -> dict[str, str]:
    return shop.sign_in(shop.pool.sign_up("jane@example.com"))


def add(shop: InProcessShop, session: dict[str, str], variant_id: str, **headers: str) -> Any:
    return shop.call("POST", f"{PATH}/items", {"variant_id": variant_id}, **session, **headers)


def variants(answer: Any) -> list[str]:
    status, body, _ = answer
    assert status == 200, body
    return [each["variant_id"] for each in body["items"]]


def test_what_was_put_down_last_is_first_and_each_is_there_once(shop: InProcessShop, session: dict[str, str]) -> None:
    assert variants(shop.call("GET", PATH, **session)) == []
    add(shop, session, SHIRT)
    assert variants(add(shop, session, HAT)) == [HAT, SHIRT]
    again = add(shop, session, SHIRT)
    assert (variants(again), again[1]["version"]) == ([HAT, SHIRT], 2)
    assert variants(shop.call("GET", PATH, **session)) == [HAT, SHIRT]


def test_what_is_taken_off_is_off_and_then_is_not_found(shop: InProcessShop, session: dict[str, str]) -> None:
    add(shop, session, SHIRT)
    once, again = (shop.call("DELETE", f"{PATH}/items/{SHIRT}", **session) for _ in range(2))
    assert (variants(once), once[1]["version"]) == ([], 2)
    assert (again[0], again[1]["error"]["code"]) == (404, "not_found")


def test_each_customer_has_a_list_of_their_own(shop: InProcessShop, session: dict[str, str]) -> None:
    add(shop, session, SHIRT)
    other = shop.sign_in(shop.pool.sign_up("joe@example.com"))
    assert variants(shop.call("GET", PATH, **other)) == []
    assert shop.call("GET", PATH)[0] == 401


def test_who_has_not_seen_the_last_change_changes_nothing(shop: InProcessShop, session: dict[str, str]) -> None:
    add(shop, session, SHIRT)
    assert add(shop, session, HAT, If_Match='"0"')[0] == 412
    assert variants(add(shop, session, HAT, If_Match='"1"')) == [HAT, SHIRT]


def test_a_list_ends_somewhere(shop: InProcessShop, session: dict[str, str]) -> None:
    _, me, _ = shop.call("GET", "/store/me", **session)
    wishes = tuple(Wish(variant_id=new_id("var", NOON), added_at="") for _ in range(WISHES_MAX))
    full = WishList(customer_id=me["id"], version=1, wishes=wishes)
    commit(store.save_wish_list(full))
    status, body, _ = add(shop, session, SHIRT)
    assert (status, body["error"]["code"]) == (409, "too_many_wishes")
    assert add(shop, session, wishes[0].variant_id)[0] == 200


@pytest.mark.parametrize("variant_id", ["", "shirt", "prod_00000000000000000000000001", None])
def test_what_is_no_variant_s_id_is_refused(shop: InProcessShop, session: dict[str, str], variant_id: Any) -> None:
    assert add(shop, session, variant_id)[0] == 422


def test_it_goes_with_whose_it_is(shop: InProcessShop, session: dict[str, str]) -> None:
    add(shop, session, SHIRT)
    _, me, _ = shop.call("GET", "/store/me", **session)
    forget_customer(me["id"], shop.clock.now)
    assert shop.item(SPEC, *wish_list_key(me["id"])) is None
