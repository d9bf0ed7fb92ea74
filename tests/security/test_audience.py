"""What shoppers see is an allow-list: each field of each answer has its row in `audience.tsv`, and no other."""

from typing import Any

import pytest
from pydantic import BaseModel

from shared.http import Listed, Reply
from shared.http.persons import SCOPE, Personal, without_persons
from tests.in_process import ADDRESS, ALL_SCOPES
from tests.security.audience import found, models_in, shows_persons, written
from tests.security.doors import door
from tests.security.scene import Scene

STAFFS_OWN = {"note", "by", "location_id", "notify_customer", "failure_code", "last_error", "reason"}
PERSONS_OWN = {"email", "phone", "first_name", "last_name", "company", "address1", "address2", "city", "postal_code"}
OF_OTHERS = {  # staff, and carriers
    ("access.CallerView", "email"),
    ("access.MemberView", "email"),
    ("fulfillment.TrackingView", "company"),
}
UNSEEING = " ".join(set(ALL_SCOPES.split()) - {SCOPE, "customers:write"})


def test_every_field_is_shown_to_whom_the_table_says() -> None:
    shown, decided = found(), written()
    assert {field: who for field, who in shown.items() if decided.get(field) != who} == {}, "not decided"
    assert sorted(set(decided) - set(shown)) == [], "not shown any more"


def test_what_is_only_staffs_is_in_no_answer_to_shoppers() -> None:
    assert {field for (_, field), who in written().items() if who != "admin"} & STAFFS_OWN == set()


def test_what_is_a_persons_staff_see_by_a_scope_of_its_own() -> None:
    for field, who in written().items():
        if field[1] in PERSONS_OWN and field not in OF_OTHERS:
            assert who in ("store", SCOPE), field


@pytest.mark.parametrize("name", ["orders", "orders/<order_id>", "tickets", "tickets/<ticket_id>"])
def test_staff_without_the_scope_see_no_person(untouched: Scene, name: str) -> None:
    """All is there but who it is: the country of an address stays."""
    each = door(f"GET /admin/{name}")
    assert shows_persons(each)
    seeing, unseeing = untouched.knock(each), untouched.knock(each, scopes=UNSEEING)
    assert (seeing.status, unseeing.status) == (200, 200)
    persons = ["example.com", *(f'"{value}"' for key, value in ADDRESS.items() if key != "country")]
    told = [word for word in persons if word in seeing.body]
    assert "example.com" in told
    assert [word for word in persons if word in unseeing.body] == []
    if "order" in name:
        assert set(told) == set(persons)
        assert '"country":"US"' in unseeing.body
    assert seeing.headers.get("etag") != unseeing.headers.get("etag") or "etag" not in seeing.headers


@pytest.mark.parametrize("name", ["orders", "tickets"])
def test_staff_without_the_scope_cannot_ask_whose_an_address_is(untouched: Scene, name: str) -> None:
    each = door(f"GET /admin/{name}")
    asked: dict[str, Any] = {"query": {"email": "jane@example.com"}}
    assert untouched.knock(each, **asked).status == 200
    refused = untouched.knock(each, **asked, scopes=UNSEEING)
    assert refused.status == 403
    assert SCOPE in refused.body


def test_a_persons_fields_are_left_out_wherever_they_stand() -> None:
    class Inner(BaseModel):
        email: Personal
        country: str

    class Outer(BaseModel):
        parts: list[Inner]
        one: Inner | None
        phone: Personal

    jane = Inner(email="jane@example.com", country="US")
    left = without_persons(Outer(parts=[jane], one=jane, phone="+15105550100"))
    nobody = {"email": None, "country": "US"}
    assert left.model_dump() == {"parts": [nobody], "one": nobody, "phone": None}


def test_a_model_within_a_list_within_an_answer_is_found() -> None:
    class Inner(BaseModel):
        secret: str

    class Outer(BaseModel):
        parts: dict[str, list[Inner] | None]

    assert {model.__name__ for model in models_in(Reply[Listed[Outer]])} == {"Outer", "Inner"}
