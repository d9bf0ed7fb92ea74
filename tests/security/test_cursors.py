"""Cursors that were not handed out for this list, this query and this caller."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.http_corpora import every_flip
from tests.security.doors import Door, doors, title
from tests.security.good_bodies import BY_WEIGHT, GOOD, TRACKING
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene, an_approval, an_asked_cart

LISTS = [door for door in doors() if door.query and "cursor" in door.query.model_fields]
ONE_PAGE = ("GET /admin/payments", "GET /store/me/orders")  # an order has one payment, and the customer no order
EVERY = 5  # of a cursor's flips, at each list; tests/shared/test_paging.py takes them all


@pytest.fixture(scope="module")
def full(scene: Scene) -> Scene:
    """The shop with two of everything that is listed."""
    shop, ids = scene.shop, scene.ids
    shop.complete(shop.a_cart(ids["variant_id"], ids["option_id"]))
    status, made, _ = shop.admin("POST", "/admin/shipping_options", BY_WEIGHT)
    assert status == 201, made
    product = GOOD["POST /admin/products"](ids)[0]
    status, made, _ = shop.admin(
        "POST", "/admin/products", {**product, "collections": ["spring", "winter"], "status": "active"}
    )
    assert status == 201, made
    sizes = {
        "options": [{"name": "Size", "values": ["M", "L"]}],
        "variants": [{"id": ids["variant_id"], "options": {"Size": "M"}}, {"sku": "L", "options": {"Size": "L"}}],
    }
    status, made, _ = shop.admin("PATCH", f"/admin/products/{ids['product_id']}", sizes)
    assert status == 200, made
    parcel = {
        "location_id": ids["location_id"],
        "items": [{"line_item_id": ids["order_line_id"], "quantity": 1}],
        "tracking": {**TRACKING, "number": "2"},
    }
    status, made, _ = shop.admin("POST", f"/admin/orders/{ids['order_id']}/fulfillments", parcel)
    assert status == 201, made
    status, made, _ = shop.admin("POST", "/admin/refunds", {"order_id": ids["order_id"], "amount": 1})
    assert status == 201, made
    with_key = next(door for door in doors() if door.name == "POST /admin/api_keys")
    assert scene.knock(with_key, b'{"name":"second","scopes":["orders:read"]}').status == 201
    shop.a_ticket(), shop.a_macro(), an_approval(ids["order_id"], shop.clock.now)
    status, made, _ = shop.admin("POST", "/admin/customer_groups", {"name": "Second"})
    assert status == 201, made
    status, made, _ = shop.admin("POST", "/admin/companies", {"name": "Second"})
    assert status == 201, made
    an_asked_cart(scene, shop.sign_in(shop.pool.sign_up("second@example.com")))
    status, made, _ = shop.admin("POST", "/admin/erasures", {"customer_id": ids["customer_id"]})
    assert status == 202, made
    status, made, _ = shop.admin("POST", f"/admin/tickets/{ids['ticket_id']}/messages", {"body": "We see."})
    assert status == 201, made
    invite = next(door for door in doors() if door.name == "POST /admin/staff")
    assert scene.knock(invite, json.dumps(GOOD[invite.name](ids)[0]).encode()).status == 201
    shop.run("search.build_index", {"whole": True})
    shop.clock.advance(seconds=10)
    return scene


def _cursor(scene: Scene, door: Door, **how: Any) -> str:
    answer = scene.knock(door, query={"limit": "1"}, **how)
    assert answer.status == 200, (door.name, answer)
    return str(json.loads(answer.body)["next_cursor"] or "")


def _lists(scene: Scene) -> Iterator[tuple[Door, str]]:
    """Each list that has a second page, with the cursor to it."""
    for door in LISTS:
        cursor = _cursor(scene, door)
        if door.name not in ONE_PAGE:
            assert cursor, door.name
            yield door, cursor


def test_a_cursor_of_which_a_letter_was_changed_is_refused(full: Scene) -> None:
    """FAULTS 18"""
    for door, cursor in _lists(full):
        wrong = (*list(every_flip(cursor))[::EVERY], cursor[:-1], cursor + "A", cursor.swapcase(), ".", "", "null")
        for changed in wrong:
            answer = full.knock(door, query={"cursor": changed})
            assert (answer.status, code_of(answer)) == (400, "invalid_cursor"), (door.name, changed)
            assert is_refused(answer, changed) is None


def test_a_cursor_opens_no_other_list(full: Scene) -> None:
    """FAULTS 18"""
    cursors = list(_lists(full))
    for door in LISTS:
        for other, cursor in cursors:
            if other is not door:
                answer = full.knock(door, query={"cursor": cursor})
                assert (answer.status, code_of(answer)) == (400, "invalid_cursor"), (door.name, other.name)


def test_a_cursor_opens_nothing_for_another_caller(full: Scene) -> None:
    """FAULTS 18. What is open to everybody is one list to all: a shopper's address changes on the way."""
    for door, cursor in _lists(full):
        if door.route.scope:
            answer = full.knock(door, query={"cursor": cursor}, key_id="key_of_somebody_else")
            assert (answer.status, code_of(answer)) == (400, "invalid_cursor"), door.name
        else:
            assert full.knock(door, query={"cursor": cursor}, ip="198.51.100.7").status == 200, door.name


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/admin/orders", {"status": "placed"}),
        ("/admin/orders", {"created_at[gte]": "2026-01-01"}),
        ("/admin/orders", {"sort": "created_at"}),
        ("/admin/orders", {"email": "jane@example.com"}),
        ("/admin/refunds", {"status": "pending"}),
        ("/admin/products", {"status": "active"}),
        ("/store/products", {"collection": "summer"}),
        ("/store/search", {"q": "summer"}),
        ("/admin/inventory/levels", {"location_id": "loc_1"}),
        ("/admin/inventory/movements", {"variant_id": "var_1"}),
        ("/admin/fulfillments", {"order_id": f"order_{'0' * 26}"}),
    ],
)
def test_a_cursor_opens_nothing_under_other_filters(full: Scene, path: str, query: dict[str, str]) -> None:
    """FAULTS 18"""
    door = next(each for each in LISTS if each.route.path == path)
    answer = full.knock(door, query={**query, "cursor": _cursor(full, door)})
    assert (answer.status, code_of(answer)) == (400, "invalid_cursor")


@pytest.mark.parametrize("door", LISTS, ids=title)
def test_a_token_is_no_cursor(full: Scene, door: Door) -> None:
    """FAULTS 18"""
    for token in (full.order_token, full.cart["token"]):
        assert code_of(full.knock(door, query={"cursor": token})) == "invalid_cursor"
