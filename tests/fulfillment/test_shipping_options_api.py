"""Staff make, change and remove shipping options."""

import json
from typing import Any

import pytest

from functions.fulfillment import quotes, shipping_options
from functions.fulfillment.shipping_option import OPTIONS_MAX
from functions.fulfillment.table import OPTIONS_KEY, SPEC, options_item
from shared.dynamo import commit, create, fetch
from tests.fulfillment.builders import an_option, everything, staff

pytestmark = pytest.mark.usefixtures("world")

FLAT = {"title": "Standard", "kind": "flat", "amounts": {"USD": 644, "EUR": 590}}
BY_WEIGHT = {
    "title": "Freight",
    "kind": "by_weight",
    "countries": ["US", "CA"],
    "tiers": [{"up_to_g": 1000, "amounts": {"USD": 500}}, {"up_to_g": None, "amounts": {"USD": 900}}],
}
PATH = "/admin/shipping_options"


def made(fields: dict[str, Any]) -> dict[str, Any]:
    answer = staff("POST", PATH, fields)
    assert answer["statusCode"] == 201, answer["body"]
    body: dict[str, Any] = json.loads(answer["body"])
    return body


def test_a_flat_option_is_made_and_quoted() -> None:
    option = made(FLAT)
    assert option["object"] == "shipping_option"
    assert (option["version"], option["amounts"], option["tiers"]) == (1, {"EUR": 590, "USD": 644}, None)
    (options,) = fetch(shipping_options())
    (quote,) = quotes(options, country="DE", currency="EUR", weight_g=1)
    assert (quote.id, quote.title, quote.amount) == (option["id"], "Standard", 590)


def test_an_option_by_weight_is_made_and_quoted() -> None:
    option = made(BY_WEIGHT)
    assert (option["amounts"], option["tiers"]) == (None, BY_WEIGHT["tiers"])
    (options,) = fetch(shipping_options())
    assert [q.amount for q in quotes(options, country="CA", currency="USD", weight_g=1001)] == [900]


def test_the_same_request_sent_twice_makes_one_option() -> None:
    first, second = (staff("POST", PATH, FLAT, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert first["body"] == second["body"]
    assert second["headers"]["Idempotent-Replayed"] == "true"
    assert len(json.loads(staff("GET", PATH)["body"])["data"]) == 1


def test_options_are_listed_page_by_page_oldest_first() -> None:
    ids = [made({**FLAT, "title": title})["id"] for title in ("C", "B", "A")]
    first = json.loads(staff("GET", PATH, query={"limit": "2"})["body"])
    rest = json.loads(staff("GET", PATH, query={"limit": "2", "cursor": first["next_cursor"]})["body"])
    assert [option["id"] for option in first["data"] + rest["data"]] == ids
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_a_change_touches_only_what_it_names() -> None:
    option = made(BY_WEIGHT)
    answer = staff("PATCH", f"{PATH}/{option['id']}", {"title": "Slow", "is_active": False, "countries": []})
    changed = json.loads(answer["body"])
    assert changed == {**option, "title": "Slow", "is_active": False, "countries": [], "version": 2}
    assert answer["headers"]["ETag"] == '"2"'


def test_a_new_kind_comes_with_its_prices() -> None:
    path = f"{PATH}/{made(BY_WEIGHT)['id']}"
    assert staff("PATCH", path, {"kind": "flat"})["statusCode"] == 422
    changed = json.loads(staff("PATCH", path, {"kind": "flat", "amounts": {"USD": 1}})["body"])
    assert (changed["kind"], changed["amounts"], changed["tiers"]) == ("flat", {"USD": 1}, None)


def test_naming_the_kind_it_has_already_keeps_the_prices() -> None:
    option = made(FLAT)
    changed = json.loads(staff("PATCH", f"{PATH}/{option['id']}", {"kind": "flat"})["body"])
    assert changed["amounts"] == option["amounts"]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_of_an_old_version_is_refused(method: str) -> None:
    path = f"{PATH}/{made(FLAT)['id']}"
    staff("PATCH", path, {"title": "Newer"})
    answer = staff(method, path, {}, headers={"If-Match": '"1"'})
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (412, "version_conflict")


def test_a_deleted_option_is_gone_and_the_others_stay() -> None:
    gone, stays = made(FLAT), made(BY_WEIGHT)
    answer = staff("DELETE", f"{PATH}/{gone['id']}", headers={"If-Match": '"1"'})
    assert json.loads(answer["body"]) == {"id": gone["id"], "object": "shipping_option", "deleted": True}
    assert [option["id"] for option in json.loads(staff("GET", PATH)["body"])["data"]] == [stays["id"]]
    assert staff("DELETE", f"{PATH}/{gone['id']}")["statusCode"] == 404


def test_a_shop_has_a_limited_number_of_options() -> None:
    commit(create(SPEC, options_item(tuple(an_option(id=f"so_{i}") for i in range(OPTIONS_MAX)), 1)))
    answer = staff("POST", PATH, FLAT)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (422, "too_many_shipping_options")


MALFORMED: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "x" * 101}, "title"),
    ({"title": "a\u0000b"}, "title"),
    ({"kind": "free"}, "kind"),
    ({"countries": ["us"]}, "countries[0]"),
    ({"countries": ["US"] * 251}, "countries"),
    ({"amounts": {"usd": 1}}, "amounts"),
    ({"amounts": {"XXX": 1}}, "amounts"),
    ({"amounts": {"USD": -1}}, "amounts.USD"),
    ({"amounts": {"USD": 1.5}}, "amounts.USD"),
    ({"amounts": {"USD": 10**12}}, "amounts.USD"),
    ({"amounts": {}}, "amounts"),
    ({"tiers": []}, "tiers"),
    ({"tiers": [{"up_to_g": 0, "amounts": {"USD": 1}}]}, "tiers[0].up_to_g"),
    ({"is_active": "yes"}, "is_active"),
    ({"id": "so_mine"}, "id"),
    ({"version": 9}, "version"),
]


def test_fields_in_another_form_are_refused_and_change_nothing() -> None:
    for differing, param in MALFORMED:
        answer = staff("POST", PATH, {**FLAT, **differing})
        assert answer["statusCode"] == 422, differing
        assert json.loads(answer["body"])["error"]["param"].startswith(param)
    assert everything() == []


def test_a_change_to_null_is_refused() -> None:
    path = f"{PATH}/{made(FLAT)['id']}"
    for field in ("title", "countries", "kind", "amounts", "tiers", "is_active"):
        answer = staff("PATCH", path, {field: None})
        assert (answer["statusCode"], json.loads(answer["body"])["error"]["param"]) == (422, field)


def test_every_route_needs_its_scope() -> None:
    for method, path in (("GET", PATH), ("POST", PATH), ("PATCH", f"{PATH}/x"), ("DELETE", f"{PATH}/x")):
        other = "fulfillment:write" if method == "GET" else "fulfillment:read"
        for scopes in ("", "orders:read orders:write", other):
            assert staff(method, path, {}, scopes=scopes)["statusCode"] == 403


def test_the_directory_is_one_item() -> None:
    made(FLAT)
    made(BY_WEIGHT)
    (item,) = [item for item in everything() if item["pk"] == OPTIONS_KEY[0]]
    assert (item["sk"], item["version"], len(item["options"])) == (OPTIONS_KEY[1], 2, 2)
