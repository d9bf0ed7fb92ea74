"""What staff see and change of customers, and how they find them."""

from typing import Any

import pytest

from functions.customers.found_by import words
from functions.customers.group import GROUPS_MAX
from functions.customers.table import GROUP_COUNT_KEY, SPEC, customer_key
from shared.dynamo import commit, update
from tests.in_process import InProcessShop

JANE = {"first_name": "Jane", "last_name": "Doe-Müller", "phone": "+15105550100"}


def a_customer(shop: InProcessShop, email: str, **profile: Any) -> str:
    """The id of a customer who has told this of themselves."""
    session = shop.sign_in(shop.pool.sign_up(email))
    _, me, _ = shop.call("PATCH", "/store/me", profile, **session)
    return str(me["id"])


def found(shop: InProcessShop, query: str = "") -> list[str]:
    """Their ids."""
    status, page, _ = shop.admin("GET", f"/admin/customers{query}")
    assert status == 200, page
    return [each["id"] for each in page["data"]]


def changed(shop: InProcessShop, customer_id: str, body: Any, **headers: str) -> Any:
    return shop.admin("PATCH", f"/admin/customers/{customer_id}", body, **headers)


def a_group(shop: InProcessShop, name: str = "Wholesale") -> str:
    status, group, _ = shop.admin("POST", "/admin/customer_groups", {"name": name})
    assert status == 201, group
    return str(group["id"])


@pytest.mark.parametrize(
    "query",
    [
        "?email=JANE@example.com",
        "?phone=+1 510 555 0100",
        "?name=jane",
        "?name=Muller Jane",
        "?name=DOE",
        "?name=doe&email=jane@example.com",
    ],
)
def test_a_customer_is_found_by_what_they_told_of_themselves(shop: InProcessShop, query: str) -> None:
    jane = a_customer(shop, "jane@example.com", **JANE)
    a_customer(shop, "joe@example.com", first_name="Joe", phone="+15105550199")
    assert found(shop, query) == [jane]


@pytest.mark.parametrize(
    "query", ["?email=jane@example.org", "?phone=+15105550101", "?name=jan", "?name=jane joe", "?name=!!"]
)
def test_nobody_is_found_by_what_is_another_s_or_a_part(shop: InProcessShop, query: str) -> None:
    a_customer(shop, "jane@example.com", **JANE)
    assert found(shop, query) == []


def test_who_is_called_otherwise_by_now_is_found_by_that_and_what_was_is_garbage(shop: InProcessShop) -> None:
    jane = a_customer(shop, "jane@example.com", **JANE)
    session = shop.sign_in(next(iter(shop.pool.accounts)))
    shop.call("PATCH", "/store/me", {"last_name": "Roe"}, **session)
    assert (found(shop, "?name=roe"), found(shop, "?name=doe"), found(shop, "?name=jane")) == ([jane], [], [jane])
    shop.call("PATCH", "/store/me", {"last_name": "Doe"}, **session)
    assert (found(shop, "?name=doe"), found(shop, "?name=roe")) == ([jane], [])
    item = shop.item(SPEC, *customer_key(jane))
    rows = [shop.item(SPEC, f"FOUND#{key}", jane) for key in item["found_by"]]
    assert len(rows) == 4
    assert not [row for row in rows if "ttl" in row]


def test_all_are_listed_the_newest_first_page_by_page(shop: InProcessShop) -> None:
    ids: list[str] = []
    for number in range(3):
        ids.insert(0, a_customer(shop, f"{number}@example.com"))
        shop.clock.advance(seconds=1)
    assert found(shop) == ids
    _, first, _ = shop.admin("GET", "/admin/customers?limit=2")
    _, second, _ = shop.admin("GET", f"/admin/customers?limit=2&cursor={first['next_cursor']}")
    assert [each["id"] for each in first["data"] + second["data"]] == ids


def test_customers_are_read_by_their_ids_in_the_order_asked(shop: InProcessShop) -> None:
    jane, joe = (a_customer(shop, f"{name}@example.com") for name in ("jane", "joe"))
    asked = ",".join([joe, "cus_" + "0" * 26, jane, joe])
    assert found(shop, f"?ids={asked}") == [joe, jane]
    assert found(shop, f"?ids={asked}&email=jane@example.com") == [jane]
    _, first, _ = shop.admin("GET", f"/admin/customers?limit=1&ids={asked}")
    _, second, _ = shop.admin("GET", f"/admin/customers?limit=1&ids={asked}&cursor={first['next_cursor']}")
    assert [each["id"] for each in first["data"] + second["data"]] == [joe, jane]
    assert shop.admin("GET", f"/admin/customers?ids={','.join([jane] * 101)}")[0] == 400


def test_staff_note_what_they_know_and_the_log_tells_it_without_the_words(shop: InProcessShop) -> None:
    jane, group = a_customer(shop, "jane@example.com", **JANE), a_group(shop)
    body = {"note": "Rings twice.", "tags": ["vip", "vip"], "group_ids": [group]}
    status, shown, headers = changed(shop, jane, body)
    assert (status, shown["note"], shown["tags"], shown["group_ids"]) == (200, "Rings twice.", ["vip"], [group])
    assert headers["etag"] == f'"{shown["version"]}"'
    assert changed(shop, jane, body)[1]["version"] == shown["version"]
    assert found(shop, f"?group_id={group}") == [jane]
    _, log, _ = shop.admin("GET", f"/admin/audit?object={jane}")
    (entry,) = log["data"]
    assert entry["action"] == "customer.update"
    assert set(entry["changes"]) == {"note", "tags", "group_ids"}
    assert "Rings" not in str(entry)
    assert changed(shop, jane, {"group_ids": []})[0] == 200
    assert found(shop, f"?group_id={group}") == []


def test_who_has_not_seen_the_last_change_changes_nothing(shop: InProcessShop) -> None:
    jane = a_customer(shop, "jane@example.com", **JANE)
    _, seen, _ = shop.admin("GET", f"/admin/customers/{jane}")
    version = f'"{seen["version"]}"'
    assert changed(shop, jane, {"note": "One"}, If_Match=version)[0] == 200
    assert changed(shop, jane, {"note": "Two"}, If_Match=version)[0] == 412


@pytest.mark.parametrize("body", [{"email": "x@example.com"}, {"note": None}, {"tags": ["A b"]}, {"group_ids": ["x"]}])
def test_what_staff_cannot_say_of_a_customer_is_refused(shop: InProcessShop, body: Any) -> None:
    jane = a_customer(shop, "jane@example.com")
    assert changed(shop, jane, body)[0] == 422


def test_a_group_that_is_not_there_takes_nobody(shop: InProcessShop) -> None:
    jane, group = a_customer(shop, "jane@example.com"), a_group(shop)
    assert shop.admin("DELETE", f"/admin/customer_groups/{group}")[0] == 200
    status, body, _ = changed(shop, jane, {"group_ids": [group]})
    assert (status, body["error"]["code"], body["error"]["param"]) == (422, "unknown_group", "group_ids[0]")
    assert shop.admin("GET", f"/admin/customers/cus_{'0' * 26}")[0] == 404


def test_groups_are_made_renamed_listed_and_removed(shop: InProcessShop) -> None:
    one, other = a_group(shop), a_group(shop, "Staff")
    path = f"/admin/customer_groups/{one}"
    status, renamed, _ = shop.admin("PATCH", path, {"name": "Trade"}, If_Match='"1"')
    assert (status, renamed["name"], renamed["version"]) == (200, "Trade", 2)
    assert shop.admin("PATCH", path, {"name": "Trade"})[1]["version"] == 2
    assert shop.admin("PATCH", path, {"name": "Shop"}, If_Match='"1"')[0] == 412
    assert shop.admin("DELETE", path, If_Match='"1"')[0] == 412
    assert shop.admin("DELETE", path)[1] == {"id": one, "object": "customer_group", "deleted": True}
    assert shop.admin("DELETE", path)[0] == 404
    assert [each["id"] for each in shop.admin("GET", "/admin/customer_groups")[1]["data"]] == [other]


def test_there_are_only_so_many_groups(shop: InProcessShop) -> None:
    names, values = {"#count": "count"}, {":count": GROUPS_MAX}
    commit(update(SPEC, GROUP_COUNT_KEY, "SET #count = :count", condition="", names=names, values=values))
    status, body, _ = shop.admin("POST", "/admin/customer_groups", {"name": "One more"})
    assert (status, body["error"]["code"]) == (409, "too_many_groups")


def test_an_order_s_number_leads_to_its_customer_and_a_customer_to_their_orders(shop: InProcessShop) -> None:
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    variant, option = shop.a_variant(units=9, location=shop.a_location()), shop.a_shipping_option()
    _, completed, _ = shop.complete(shop.a_cart(variant, option, 1, **session))
    shop.pay(completed)
    shop.pump()
    shop.complete(shop.a_cart(variant, option, 1))
    order = shop.order(completed["order"]["id"])
    _, by_number, _ = shop.admin("GET", f"/admin/orders?number={order['number']}")
    customer_id = by_number["data"][0]["customer_id"]
    assert found(shop) == [customer_id]
    _, theirs, _ = shop.admin("GET", f"/admin/orders?customer_id={customer_id}")
    assert [each["id"] for each in theirs["data"]] == [order["id"]]
    assert shop.admin("GET", f"/admin/orders?customer_id={customer_id}&status=canceled")[1]["data"] == []


def test_customers_are_for_those_with_the_scope(shop: InProcessShop) -> None:
    jane = a_customer(shop, "jane@example.com")
    for path in ("/admin/customers", f"/admin/customers/{jane}", "/admin/customer_groups"):
        assert shop.admin("GET", path, scopes="orders:write support:write")[0] == 403
    assert shop.admin("PATCH", f"/admin/customers/{jane}", {"note": "x"}, scopes="customers:read")[0] == 403


def test_words_are_compared_without_marks_and_case() -> None:
    assert words("Zoë  O'Neill-ÅSTRÖM") == ["zoe", "o", "neill", "astrom"]
    assert words("") == []
