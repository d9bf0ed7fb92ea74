"""The profile: what customers say of themselves."""

import json
from typing import Any

import pytest

from functions.customers.table import SPEC as CUSTOMERS
from shared.dynamo import query_all
from tests.in_process import InProcessShop

JANE = "jane@example.com"


@pytest.fixture
def jane(shop: InProcessShop) -> dict[str, str]:
    """Jane's session."""
    return shop.sign_in(shop.pool.sign_up(JANE))


def test_a_change_leaves_what_it_does_not_name_and_null_empties(shop: InProcessShop, jane: dict[str, str]) -> None:
    body = {"first_name": " Jane ", "last_name": "Doe", "phone": "+1 (510) 555-0100", "locale": "de-AT"}
    status, me, headers = shop.call("PATCH", "/store/me", body, **jane)
    assert (status, headers["etag"], me["version"]) == (200, '"2"', 2)
    assert (me["first_name"], me["phone"], me["locale"]) == ("Jane", "+15105550100", "de-AT")
    _, me, _ = shop.call("PATCH", "/store/me", {"phone": None}, **jane)
    assert (me["first_name"], me["phone"], me["accepts_marketing"]) == ("Jane", None, False)
    assert [row["type"] for _, row in shop.unsent()].count("customer.changed") == 2


def test_what_is_so_already_changes_nothing(shop: InProcessShop, jane: dict[str, str]) -> None:
    _, me, _ = shop.call("PATCH", "/store/me", {"first_name": None}, **jane)
    assert me["version"] == 1


def test_a_change_of_another_version_is_refused(shop: InProcessShop, jane: dict[str, str]) -> None:
    status, body, _ = shop.call("PATCH", "/store/me", {"first_name": "J"}, If_Match='"7"', **jane)
    assert (status, body["error"]["details"]) == (412, {"current_version": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "x@example.com"},
        {"locale": "german"},
        {"phone": "12"},
        {"first_name": "see https://x.example"},
        {"id": "cus_2"},
    ],
)
def test_a_wrong_field_changes_nothing(shop: InProcessShop, jane: dict[str, str], wrong: dict[str, Any]) -> None:
    status, _, _ = shop.call("PATCH", "/store/me", {"last_name": "Doe", **wrong}, **jane)
    assert status == 422
    assert shop.call("GET", "/store/me", **jane)[1]["last_name"] is None


def test_the_table_tells_nobody_who_somebody_is(shop: InProcessShop, jane: dict[str, str]) -> None:
    """FAULTS 94: what is personal is sealed, and opens with the customer's own key."""
    shop.call("PATCH", "/store/me", {"first_name": "Ermintrude", "last_name": "Oxley", "phone": "+15105550100"}, **jane)
    stored = json.dumps(list(query_all(CUSTOMERS, f"CUSTOMER#{shop.call('GET', '/store/me', **jane)[1]['id']}")))
    assert not [word for word in (JANE, "Ermintrude", "Oxley", "5550100") if word in stored]
    assert shop.call("GET", "/store/me", **jane)[1]["last_name"] == "Oxley"
